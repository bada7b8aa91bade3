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

    /** For each context of the batch and each token, what to write. */
    private record Values(List<float[][]> contexts) {}

    private final Path out;
    private final Path unfinished;
    private final Tokenizer tokenizer;
    private final JsonGenerator json;
    private final Map<String, Values> dense = new LinkedHashMap<>();
    private final Map<String, Values> sparse = new LinkedHashMap<>();
    private List<CorpusContext> batch = List.of();

    JsonActivations(ActivationRequest request, Tokenizer tokenizer, Origin origin) throws IOException {
        out = request.out();
        unfinished = out.resolveSibling(out.getFileName() + ".part");
        this.tokenizer = tokenizer;
        json = new JsonMapper().createGenerator(Files.newOutputStream(unfinished), JsonEncoding.UTF8);
        request.hooks().forEach(point -> dense.put(point.name(), new Values(new ArrayList<>())));
        request.saes().forEach(sae -> sparse.put(sae.name(), new Values(new ArrayList<>())));
        json.writeStartObject();
        json.writeName("origin");
        json.writePOJO(origin.facts());
        json.writeArrayPropertyStart("contexts");
    }

    @Override
    public void beginBatch(List<CorpusContext> contexts) {
        batch = contexts;
    }

    @Override
    public void activations(HookPoint point, Activations shown) {
        keep(shown, Objects.requireNonNull(dense.get(point.name())));
    }

    @Override
    public void latents(Sae sae, Activations shown) {
        keep(shown, Objects.requireNonNull(sparse.get(sae.name())));
    }

    private static void keep(Activations shown, Values into) {
        for (int context = 0; context < shown.contexts(); context++) {
            float[][] rows = new float[shown.counted(context).length][shown.features()];
            for (int token = 0; token < rows.length; token++) {
                shown.read(context, token, 0, rows[token].length, rows[token], 0);
            }
            into.contexts.add(rows);
        }
    }

    @Override
    public void endBatch() {
        for (int i = 0; i < batch.size(); i++) {
            write(i, batch.get(i));
        }
        dense.values().forEach(values -> values.contexts.clear());
        sparse.values().forEach(values -> values.contexts.clear());
    }

    private void write(int index, CorpusContext context) {
        json.writeStartObject();
        json.writeNumberProperty("context", context.tokens().contextNo());
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
        json.writeObjectPropertyStart("activations");
        dense.forEach((name, values) -> {
            json.writeArrayPropertyStart(name);
            for (float[] row : values.contexts.get(index)) {
                writeAll(row);
            }
            json.writeEndArray();
        });
        json.writeEndObject();
        json.writeObjectPropertyStart("latents");
        sparse.forEach((name, values) -> {
            json.writeArrayPropertyStart(name);
            for (float[] row : values.contexts.get(index)) {
                writeActive(row);
            }
            json.writeEndArray();
        });
        json.writeEndObject();
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

    private void writeActive(float[] row) {
        json.writeStartObject();
        json.writeArrayPropertyStart("indices");
        for (int feature = 0; feature < row.length; feature++) {
            if (row[feature] != 0) {
                json.writeNumber(feature);
            }
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("values");
        for (float value : row) {
            if (value != 0) {
                writeValue(value);
            }
        }
        json.writeEndArray();
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
