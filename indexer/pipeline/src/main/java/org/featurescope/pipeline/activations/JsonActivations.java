package org.featurescope.pipeline.activations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.featurescope.core.HookPoint;
import org.featurescope.core.text.TokenText;
import org.featurescope.lm.Activations;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.sae.Sae;
import org.featurescope.pipeline.corpus.CorpusContext;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object: where the numbers come from, then the contexts, each with its tokens and, under the names of hook points
 * and SAEs, what they have at each token: all activations, or the indices and values of the latents that are not 0. A
 * number that is not finite is null.
 */
final class JsonActivations implements ActivationWriter {

    /** What is not 0 at one token. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Active(int[] indices, float[] values) {}

    private final Path out;
    private final Path unfinished;
    private final Tokenizer tokenizer;
    private final JsonGenerator json;

    /** By name: for each context of the batch, its tokens. */
    private final Map<String, List<List<float[]>>> dense = new LinkedHashMap<>();

    private final Map<String, List<List<Active>>> sparse = new LinkedHashMap<>();
    private List<CorpusContext> batch = List.of();

    JsonActivations(ActivationRequest request, Tokenizer tokenizer, Origin origin) throws IOException {
        out = request.out();
        unfinished = out.resolveSibling(out.getFileName() + ".part");
        this.tokenizer = tokenizer;
        json = new JsonMapper().createGenerator(Files.newOutputStream(unfinished), JsonEncoding.UTF8);
        request.hooks().forEach(point -> dense.put(point.name(), new ArrayList<>()));
        request.saes().forEach(sae -> sparse.put(sae.name(), new ArrayList<>()));
        json.writeStartObject();
        json.writeName("origin");
        json.writePOJO(origin.facts());
        json.writeName("saes");
        json.writePOJO(origin.saes());
        json.writeArrayPropertyStart("contexts");
    }

    @Override
    public void beginBatch(List<CorpusContext> contexts) {
        batch = contexts;
    }

    @Override
    public void activations(HookPoint point, Activations shown) {
        keep(shown, Objects.requireNonNull(dense.get(point.name())), float[]::clone);
    }

    @Override
    public void latents(Sae sae, Activations shown) {
        keep(shown, Objects.requireNonNull(sparse.get(sae.name())), JsonActivations::active);
    }

    private static <T> void keep(Activations shown, List<List<T>> into, Function<float[], T> form) {
        float[] row = new float[shown.features()];
        for (int context = 0; context < shown.contexts(); context++) {
            List<T> tokens = new ArrayList<>();
            for (int token = 0; token < shown.context(context).counted().length; token++) {
                shown.read(context, token, 0, row.length, row, 0);
                tokens.add(form.apply(row));
            }
            into.add(tokens);
        }
    }

    private static Active active(float[] row) {
        int[] indices = IntStream.range(0, row.length).filter(i -> row[i] != 0).toArray();
        float[] values = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            values[i] = row[indices[i]];
        }
        return new Active(indices, values);
    }

    @Override
    public void endBatch() {
        for (int i = 0; i < batch.size(); i++) {
            write(i, batch.get(i));
        }
        dense.values().forEach(List::clear);
        sparse.values().forEach(List::clear);
    }

    private void write(int index, CorpusContext context) {
        json.writeStartObject();
        json.writeNumberProperty("context", context.contextNo());
        json.writeStringProperty("document", context.document().id());
        json.writeArrayPropertyStart("tokens");
        for (String token : texts(context.tokens().tokenIds())) {
            json.writeString(token);
        }
        json.writeEndArray();
        json.writeName("tokenIds");
        json.writeArray(context.tokens().tokenIds(), 0, context.tokens().tokenIds().length);
        json.writeArrayPropertyStart("counted");
        for (boolean counts : context.tokens().counted()) {
            json.writeBoolean(counts);
        }
        json.writeEndArray();
        writeByName("activations", dense, index, this::writeAll);
        writeByName("latents", sparse, index, this::writeActive);
        json.writeEndObject();
    }

    private <T> void writeByName(
            String property, Map<String, List<List<T>>> values, int index, Consumer<T> writeToken) {
        json.writeObjectPropertyStart(property);
        values.forEach((name, contexts) -> {
            json.writeArrayPropertyStart(name);
            contexts.get(index).forEach(writeToken);
            json.writeEndArray();
        });
        json.writeEndObject();
    }

    /** As on pages: a character that several tokens form stands at the first of them, the others are empty. */
    private String[] texts(int[] tokenIds) {
        List<byte[]> bytes = Arrays.stream(tokenIds)
                .mapToObj(id -> Objects.requireNonNull(tokenizer.tokenBytes().get(id)))
                .toList();
        String[] texts = new String[tokenIds.length];
        Arrays.fill(texts, "");
        for (TokenText.Piece piece : TokenText.pieces(bytes)) {
            texts[piece.firstToken()] = piece.text();
        }
        return texts;
    }

    private void writeAll(float[] row) {
        json.writeStartArray();
        for (float value : row) {
            writeValue(value);
        }
        json.writeEndArray();
    }

    private void writeActive(Active active) {
        json.writeStartObject();
        json.writeName("indices");
        json.writeArray(active.indices, 0, active.indices.length);
        json.writeName("values");
        writeAll(active.values);
        json.writeEndObject();
    }

    private void writeValue(float value) {
        if (Float.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    @Override
    public void finish() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.close();
        Files.move(unfinished, out, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        json.close();
        Files.deleteIfExists(unfinished);
    }
}
