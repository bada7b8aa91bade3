class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ids [batch, pos], weight [vocabulary, dModel] -> [batch, pos, dModel]
  def embed(self, ids: Tensor, weight: Tensor) -> Tensor:
    return torch.embedding(weight, ids)

  # the first pos rows of weight [positions, dModel] added to x [batch, pos, dModel]
  def add_positions(self, x: Tensor, weight: Tensor) -> Tensor:
    return torch.add(x, torch.slice(weight, 0, 0, torch.size(x, 1)))

  # x [..., in], weight [out, in] -> [..., out]
  def linear(self, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, weight)

  def linear_bias(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.linear(x, weight, bias)

  def layer_norm(self, x: Tensor, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, -1)], weight, bias, eps)

  def layer_normalized(self, x: Tensor, eps: float) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, -1)], None, None, eps)

  def rms_norm(self, x: Tensor, weight: Tensor, eps: float) -> Tensor:
    mean_square = torch.mean(torch.pow(x, 2), [-1], True)
    return torch.mul(torch.mul(x, torch.rsqrt(torch.add(mean_square, eps))), weight)

  def rms_normalized(self, x: Tensor, eps: float) -> Tensor:
    mean_square = torch.mean(torch.pow(x, 2), [-1], True)
    return torch.mul(x, torch.rsqrt(torch.add(mean_square, eps)))

  # x [batch, pos, heads * dHead], cos and sin [positions, dHead]; the halves of a head turn together (RoFormer, as in Llama)
  def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    pos = torch.size(x, 1)
    d_head = torch.size(cos, 1)
    h = torch.view(x, [torch.size(x, 0), pos, -1, d_head])
    c = torch.unsqueeze(torch.slice(cos, 0, 0, pos), 1)
    s = torch.unsqueeze(torch.slice(sin, 0, 0, pos), 1)
    half = torch.floordiv(d_head, 2)
    turned = torch.cat([torch.neg(torch.slice(h, -1, half)), torch.slice(h, -1, 0, half)], -1)
    return torch.reshape(torch.add(torch.mul(h, c), torch.mul(turned, s)), torch.size(x))

  # causal attention; q [batch, pos, heads * dHead], k and v [batch, pos, kvHeads * dHead] -> z [batch, pos, heads * dHead]
  def attention(self, q: Tensor, k: Tensor, v: Tensor, heads: int, kv_heads: int) -> Tensor:
    batch = torch.size(q, 0)
    pos = torch.size(q, 1)
    qh = torch.transpose(torch.view(q, [batch, pos, heads, -1]), 1, 2)
    kh = torch.transpose(torch.view(k, [batch, pos, kv_heads, -1]), 1, 2)
    vh = torch.transpose(torch.view(v, [batch, pos, kv_heads, -1]), 1, 2)
    if torch.ne(heads, kv_heads):
      shared = torch.floordiv(heads, kv_heads)
      kh = torch.repeat_interleave(kh, shared, 1)
      vh = torch.repeat_interleave(vh, shared, 1)
    z = torch.scaled_dot_product_attention(qh, kh, vh, None, 0., True)
    return torch.reshape(torch.transpose(z, 1, 2), torch.size(q))

  # the i-th of n equal parts of the last dimension, contiguous
  def part(self, x: Tensor, i: int, n: int) -> Tensor:
    width = torch.floordiv(torch.size(x, -1), n)
    return torch.contiguous(torch.slice(x, -1, torch.mul(i, width), torch.mul(torch.add(i, 1), width)))

  def gelu_tanh(self, x: Tensor) -> Tensor:
    return torch.gelu(x, approximate="tanh")

  def silu(self, x: Tensor) -> Tensor:
    return torch.silu(x)

  def mul(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.mul(a, b)

  def add(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.add(a, b)
