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

  # each group as wide as the weight by itself
  def rms_norm_groups(self, x: Tensor, weight: Tensor, eps: float) -> Tensor:
    groups = torch.view(x, [torch.size(x, 0), torch.size(x, 1), -1, torch.size(weight, 0)])
    return torch.reshape(self.rms_norm(groups, weight, eps), torch.size(x))

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

  # the same for the first size(cos, 1) dimensions of each head (GPT-NeoX); the others stay
  def rotate_first(self, x: Tensor, cos: Tensor, sin: Tensor, heads: int) -> Tensor:
    pos = torch.size(x, 1)
    width = torch.size(cos, 1)
    h = torch.view(x, [torch.size(x, 0), pos, heads, -1])
    first = torch.reshape(torch.slice(h, -1, 0, width), [torch.size(x, 0), pos, -1])
    turned = torch.view(self.rotate(first, cos, sin), [torch.size(x, 0), pos, heads, -1])
    return torch.reshape(torch.cat([turned, torch.slice(h, -1, width)], -1), torch.size(x))

  # x [batch, pos, n * dHead] -> [batch, heads, pos, dHead]; n divides heads, and each of the n serves as many heads
  def heads(self, x: Tensor, n: int, heads: int) -> Tensor:
    h = torch.transpose(torch.view(x, [torch.size(x, 0), torch.size(x, 1), n, -1]), 1, 2)
    if torch.ne(n, heads):
      h = torch.repeat_interleave(h, torch.floordiv(heads, n), 1)
    return h

  # h [batch, heads, pos, dHead] -> [batch, pos, heads * dHead]
  def join(self, h: Tensor) -> Tensor:
    return torch.reshape(torch.transpose(h, 1, 2), [torch.size(h, 0), torch.size(h, 2), -1])

  # which positions each position attends to: itself and the window - 1 before; [pos, pos]
  def visible(self, x: Tensor, window: int) -> Tensor:
    pos = torch.size(x, 1)
    every = torch.new_ones(x, [pos, pos], dtype=11)
    return torch.triu(torch.tril(every), torch.sub(1, window))

  # causal attention; q [batch, pos, heads * dHead], k and v [batch, pos, kvHeads * dHead] -> z [batch, pos, heads * dHead]
  def attention(self, q: Tensor, k: Tensor, v: Tensor, heads: int, kv_heads: int, scale: float) -> Tensor:
    qh = self.heads(q, heads, heads)
    kh = self.heads(k, kv_heads, heads)
    vh = self.heads(v, kv_heads, heads)
    return self.join(torch.scaled_dot_product_attention(qh, kh, vh, None, 0., True, scale=scale))

  # the same, no further back than the window
  def attention_in_window(self, q: Tensor, k: Tensor, v: Tensor, heads: int, kv_heads: int, scale: float, window: int) -> Tensor:
    qh = self.heads(q, heads, heads)
    kh = self.heads(k, kv_heads, heads)
    vh = self.heads(v, kv_heads, heads)
    return self.join(torch.scaled_dot_product_attention(qh, kh, vh, self.visible(q, window), 0., False, scale=scale))

  # the same with scores soft-capped (Gemma-2), for which libtorch has no fused operator
  def attention_capped(self, q: Tensor, k: Tensor, v: Tensor, heads: int, kv_heads: int, scale: float, window: int, cap: float) -> Tensor:
    qh = self.heads(q, heads, heads)
    kh = self.heads(k, kv_heads, heads)
    vh = self.heads(v, kv_heads, heads)
    scores = self.soft_cap(torch.mul(torch.matmul(qh, torch.transpose(kh, -2, -1)), scale), cap)
    hidden = torch.logical_not(self.visible(q, window))
    return self.join(torch.matmul(torch.softmax(torch.masked_fill(scores, hidden, -inf), -1), vh))

  # squeezed between -cap and cap
  def soft_cap(self, x: Tensor, cap: float) -> Tensor:
    return torch.mul(torch.tanh(torch.div(x, cap)), cap)

  # the i-th of n equal parts of the last dimension, contiguous
  def part(self, x: Tensor, i: int, n: int) -> Tensor:
    width = torch.floordiv(torch.size(x, -1), n)
    return torch.contiguous(torch.slice(x, -1, torch.mul(i, width), torch.mul(torch.add(i, 1), width)))

  # the i-th of n parts of each head, where the last dimension is heads * n * dHead
  def part_of_heads(self, x: Tensor, i: int, n: int, heads: int) -> Tensor:
    h = torch.view(x, [torch.size(x, 0), torch.size(x, 1), heads, n, -1])
    return torch.reshape(torch.select(h, 3, i), [torch.size(x, 0), torch.size(x, 1), -1])

  def gelu(self, x: Tensor) -> Tensor:
    return torch.gelu(x)

  def gelu_tanh(self, x: Tensor) -> Tensor:
    return torch.gelu(x, approximate="tanh")

  def silu(self, x: Tensor) -> Tensor:
    return torch.silu(x)

  def scale(self, x: Tensor, factor: float) -> Tensor:
    return torch.mul(x, factor)

  def mul(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.mul(a, b)

  def add(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.add(a, b)

  def sub(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.sub(a, b)

  def div(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.div(a, b)

  def relu(self, x: Tensor) -> Tensor:
    return torch.relu(x)

  def centre(self, x: Tensor) -> Tensor:
    return torch.sub(x, torch.mean(x, [-1], True))

  # mean 0 and unbiased deviation 1 over the last dimension (SAELens, OpenAI)
  def standardise(self, x: Tensor) -> Tensor:
    centred = torch.sub(x, torch.mean(x, [-1], True))
    return torch.div(centred, torch.add(torch.std(x, [-1], True, True), 1.0000000000000001e-05))

  def unstandardise(self, y: Tensor, x: Tensor) -> Tensor:
    return torch.add(torch.mul(y, torch.std(x, [-1], True, True)), torch.mean(x, [-1], True))

  # vectors of the last dimension to the length sqrt(d) (SAELens' constant_norm_rescale)
  def to_length(self, x: Tensor) -> Tensor:
    return torch.mul(x, torch.mul(torch.reciprocal(torch.norm(x, 2, [-1], True)), torch.pow(float(torch.size(x, -1)), 0.5)))

  def from_length(self, y: Tensor, x: Tensor) -> Tensor:
    return torch.mul(y, torch.mul(torch.norm(x, 2, [-1], True), torch.pow(float(torch.size(x, -1)), -0.5)))

  # matrix [rows, d] -> the lengths of the rows
  def norms(self, matrix: Tensor) -> Tensor:
    return torch.norm(matrix, 2, [-1])

  # the rows brought to length 1; a row of zeros stays
  def unit_rows(self, matrix: Tensor) -> Tensor:
    return torch.div(matrix, torch.clamp_min(torch.norm(matrix, 2, [-1], True), 9.9999999999999991e-38))

  # matrix [rows, d], factors [rows]
  def scale_rows(self, matrix: Tensor, factors: Tensor) -> Tensor:
    return torch.mul(matrix, torch.unsqueeze(factors, -1))

  # a and b [rows, d] -> [rows]; 0 / 0 is NaN
  def cosines(self, a: Tensor, b: Tensor) -> Tensor:
    products = torch.reshape(torch.matmul(torch.unsqueeze(a, 1), torch.unsqueeze(b, 2)), [-1])
    return torch.div(products, torch.mul(self.norms(a), self.norms(b)))

  # strictly above the threshold [features], which is not negative (Rajamanoharan et al. 2024)
  def jump_relu(self, pre: Tensor, threshold: Tensor) -> Tensor:
    return torch.masked_fill(pre, torch.le(pre, threshold), 0)

  # the k largest of the last dimension, none below 0
  def top_k(self, pre: Tensor, k: int) -> Tensor:
    values, places = torch.topk(pre, k, -1, True, False)
    return torch.scatter_(torch.zeros_like(pre), -1, places, torch.relu(values))

  # the largest of each of k groups of neighbours, none below 0
  def group_max(self, pre: Tensor, k: int) -> Tensor:
    groups = torch.view(pre, [torch.size(pre, 0), torch.size(pre, 1), k, -1])
    values, places = torch.max(groups, -1, True)
    chosen = torch.scatter_(torch.zeros_like(groups), -1, places, torch.relu(values))
    return torch.view(chosen, torch.size(pre))

  # linear = x encoder^T; the others [features] (gated SAE, Rajamanoharan et al. 2024)
  def gated(self, linear: Tensor, gate_bias: Tensor, magnitude: Tensor, magnitude_bias: Tensor) -> Tensor:
    size = torch.relu(torch.add(torch.mul(linear, magnitude), magnitude_bias))
    return torch.mul(size, torch.gt(torch.add(linear, gate_bias), 0))

  # latents [batch, pos, features], decoder [features, dOut], bias [dOut] -> [batch, pos, dOut]; where fewer than one latent in
  # 16 is active, only their rows of the decoder are added up, which is far less work than the product
  def decode(self, latents: Tensor, decoder: Tensor, bias: Tensor) -> Tensor:
    flat = torch.reshape(latents, [-1, torch.size(latents, -1)])
    counts = torch.sum(torch.ne(flat, 0), [-1])
    few = torch.lt(torch.mul(int(torch.sum(counts)), 16), torch.numel(flat))
    if torch.__and__(few, torch.is_contiguous(decoder)):
      active = torch.nonzero(flat)
      feature = torch.contiguous(torch.select(active, 1, 1))
      size = torch.index(flat, [torch.select(active, 1, 0), feature])
      starts = torch.sub(torch.cumsum(counts, 0), counts)
      y, _, _, _ = torch.embedding_bag(decoder, feature, starts, False, 0, False, size)
      found = torch.add(y, bias)
    else:
      found = torch.addmm(bias, flat, decoder)
    return torch.view(found, [torch.size(latents, 0), torch.size(latents, 1), -1])

  # y and reconstruction [batch, pos, d]; of the tokens in rows, in fp64: squared error, sum of squares, sum of each dimension
  def unexplained(self, y: Tensor, reconstruction: Tensor, rows: Tensor) -> Tensor:
    d = torch.size(y, -1)
    wanted = torch.to(torch.index_select(torch.reshape(y, [-1, d]), 0, rows), 7)
    found = torch.to(torch.index_select(torch.reshape(reconstruction, [-1, d]), 0, rows), 7)
    error = torch.sum(torch.pow(torch.sub(wanted, found), 2))
    squares = torch.sum(torch.pow(wanted, 2))
    return torch.cat([torch.stack([error, squares]), torch.sum(wanted, [0])])

  # x [pos, width] of one context; of the given rows: maximum, minimum, count above 0, sum -> [4, width]
  def statistics(self, x: Tensor, rows: Tensor) -> Tensor:
    chosen = torch.index_select(x, 0, rows)
    above = torch.relu(torch.sign(chosen))
    return torch.stack([torch.amax(chosen, [0]), torch.amin(chosen, [0]), torch.sum(above, [0]), torch.sum(chosen, [0])])

  # the same of every context of x [batch, pos, width]; chosen [batch, pos], 1. or 0. -> [4, batch, width]
  def batch_statistics(self, x: Tensor, chosen: Tensor) -> Tensor:
    mask = torch.unsqueeze(torch.gt(chosen, 0), -1)
    highest = torch.where(mask, x, -inf)
    lowest = torch.where(mask, x, inf)
    present = torch.where(mask, x, 0.)
    above = torch.relu(torch.sign(present))
    return torch.stack([torch.amax(highest, [1]), torch.amin(lowest, [1]), torch.sum(above, [1]), torch.sum(present, [1])])

  # logits [batch, pos, vocabulary], ids [batch, pos]; chosen [batch, pos], 1. or 0. -> [1], cross-entropy of each prediction with
  # the token that follows, summed over the chosen ones in fp64 (nats)
  def next_token_loss(self, logits: Tensor, ids: Tensor, chosen: Tensor) -> Tensor:
    before = torch.slice(logits, 1, 0, -1)
    right = torch.squeeze(torch.gather(before, -1, torch.unsqueeze(torch.slice(ids, 1, 1), -1)), -1)
    loss = torch.sub(torch.logsumexp(before, [-1]), right)
    return torch.sum(torch.to(torch.mul(loss, torch.slice(chosen, 1, 1)), 7), [0, 1], True)
