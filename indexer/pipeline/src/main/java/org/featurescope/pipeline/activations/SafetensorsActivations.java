package org.featurescope.pipeline.activations;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.Activations;
import org.featurescope.lm.file.SafetensorsWriter;
import org.featurescope.lm.file.SafetensorsWriter.Type;
import org.featurescope.lm.sae.Sae;
import org.featurescope.pipeline.corpus.CorpusContext;

/**
 * A safetensors file whose rows are tokens, one context after another, without padding: {@code input_ids}, {@code context},
 * {@code position}, {@code counted} [tokens]; for each hook point, under its name, [tokens, width]; for each SAE its latents as
 * a compressed sparse matrix [tokens, features]: {@code NAME.indptr} [tokens + 1], {@code NAME.indices} and {@code NAME.values}.
 */
final class SafetensorsActivations implements ActivationWriter {

    /** A compressed sparse row matrix, as SciPy has it. */
    private record Sparse(SpilledTensor indptr, SpilledTensor indices, SpilledTensor values) {}

    private final Path out;
    private final Origin origin;
    private final List<SpilledTensor> tensors = new ArrayList<>();
    private final SpilledTensor inputIds;
    private final SpilledTensor contextNo;
    private final SpilledTensor position;
    private final SpilledTensor counted;
    private final Map<HookPoint, SpilledTensor> dense = new HashMap<>();
    private final Map<Sae, Sparse> sparse = new HashMap<>();

    /** @param widths of the model's hook points */
    SafetensorsActivations(ActivationRequest request, Map<HookPoint, Integer> widths, Origin origin)
            throws IOException {
        out = request.out();
        this.origin = origin;
        inputIds = tensor("input_ids", Type.I64, 0);
        contextNo = tensor("context", Type.I64, 0);
        position = tensor("position", Type.I64, 0);
        counted = tensor("counted", Type.I64, 0);
        for (HookPoint point : request.hooks()) {
            dense.put(point, tensor(point.name(), Type.F32, Objects.requireNonNull(widths.get(point))));
        }
        for (Sae sae : request.saes()) {
            SpilledTensor indptr = tensor(sae.name() + ".indptr", Type.I64, 0);
            indptr.add(0L);
            sparse.put(
                    sae,
                    new Sparse(
                            indptr,
                            tensor(sae.name() + ".indices", Type.I32, 0),
                            tensor(sae.name() + ".values", Type.F32, 0)));
        }
    }

    private SpilledTensor tensor(String name, Type type, int width) throws IOException {
        Path spill = out.resolveSibling(out.getFileName() + ".part" + tensors.size());
        SpilledTensor tensor = new SpilledTensor(name, type, width, spill);
        tensors.add(tensor);
        return tensor;
    }

    @Override
    public void beginBatch(List<CorpusContext> contexts) throws IOException {
        for (CorpusContext context : contexts) {
            int[] ids = context.tokens().tokenIds();
            for (int token = 0; token < ids.length; token++) {
                inputIds.add((long) ids[token]);
                contextNo.add((long) context.contextNo());
                position.add((long) token);
                counted.add(context.tokens().counted()[token] ? 1L : 0L);
            }
        }
    }

    @Override
    public void activations(HookPoint point, Activations shown) throws IOException {
        SpilledTensor tensor = Objects.requireNonNull(dense.get(point));
        float[] row = new float[shown.features()];
        for (int context = 0; context < shown.contexts(); context++) {
            for (int token = 0; token < shown.context(context).counted().length; token++) {
                shown.read(context, token, 0, row.length, row, 0);
                for (float value : row) {
                    tensor.add(value);
                }
            }
        }
    }

    @Override
    public void latents(Sae sae, Activations shown) throws IOException {
        Sparse matrix = Objects.requireNonNull(sparse.get(sae));
        float[] row = new float[shown.features()];
        for (int context = 0; context < shown.contexts(); context++) {
            for (int token = 0; token < shown.context(context).counted().length; token++) {
                shown.read(context, token, 0, row.length, row, 0);
                for (int feature = 0; feature < row.length; feature++) {
                    if (row[feature] != 0) {
                        matrix.indices.add(feature);
                        matrix.values.add(row[feature]);
                    }
                }
                matrix.indptr.add(matrix.values.values());
            }
        }
    }

    @Override
    public void endBatch() {
        // everything is written as it comes
    }

    @Override
    public void finish() throws IOException {
        List<SafetensorsWriter.Entry> entries =
                tensors.stream().map(SpilledTensor::entry).toList();
        try (SafetensorsWriter writer = SafetensorsWriter.create(out, origin.flat(), entries)) {
            for (SpilledTensor tensor : tensors) {
                tensor.copyTo(writer);
            }
            writer.finish();
        }
    }

    @Override
    public void close() throws IOException {
        for (SpilledTensor tensor : tensors) {
            tensor.close();
        }
    }
}
