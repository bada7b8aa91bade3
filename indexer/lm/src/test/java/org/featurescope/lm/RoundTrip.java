package org.featurescope.lm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.featurescope.lm.file.ConfigFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the tokens of a text must hold, told from {@code tokenizer.json} by rules of its own: the text itself, but
 * composed where the tokenizer normalises to NFC, and with the spaces that SentencePiece layouts put in.
 */
final class RoundTrip implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Tokenizer tokenizer;
    private final boolean composes;
    private final boolean spellsSpaces;
    private final String prefix;
    private final Pattern added;

    private RoundTrip(Path folder, ConfigFile config) {
        tokenizer = Tokenizer.open(folder, config);
        JsonNode json = JSON.readTree(folder.resolve("tokenizer.json"));
        JsonNode preTokenizer = json.path("pre_tokenizer");
        composes = json.path("normalizer").toString().contains("NFC");
        spellsSpaces = json.path("model").path("byte_fallback").asBoolean(false);
        prefix = json.path("normalizer").toString().contains("Prepend")
                ? "prepend"
                : preTokenizer.path("prepend_scheme").asString("never");
        added = Pattern.compile(json.path("added_tokens")
                .valueStream()
                .map(token -> token.path("content").stringValue())
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }

    /** @param folder with {@code tokenizer.json}; {@code config.json} may be missing */
    static RoundTrip of(Path folder) throws Exception {
        Path config = folder.resolve("config.json");
        if (Files.exists(config)) {
            return new RoundTrip(folder, ConfigFile.read(config));
        }
        Path none = Files.createTempFile("no-config", ".json");
        Files.writeString(none, "{}");
        RoundTrip made = new RoundTrip(folder, ConfigFile.read(none));
        Files.delete(none);
        return made;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    String decode(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(Objects.requireNonNull(tokenizer.tokenBytes().get(id)));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    String composed(String text) {
        return composes ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
    }

    /** What {@link #decode} must give. */
    String expected(String text) {
        StringBuilder expected = new StringBuilder();
        int from = 0;
        for (Matcher at = added.matcher(text); at.find(); from = at.end()) {
            expected.append(between(text.substring(from, at.start()), from == 0))
                    .append(at.group());
        }
        expected.append(between(text.substring(from), from == 0));
        return spellsSpaces ? expected.toString().replace('\u2581', ' ') : expected.toString();
    }

    private String between(String text, boolean first) {
        boolean space = !text.isEmpty()
                && switch (prefix) {
                    case "prepend" -> true;
                    case "always" -> !text.startsWith(" ") && !text.startsWith("\u2581");
                    case "first" -> first && !text.startsWith(" ") && !text.startsWith("\u2581");
                    default -> false;
                };
        return (space ? " " : "") + composed(text);
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** Folders or files named in a system property, separated by commas. */
    static List<Path> given(String property) {
        List<Path> given = new ArrayList<>();
        for (String name : System.getProperty(property, "").split(",")) {
            if (!name.isBlank()) {
                given.add(Path.of(name));
            }
        }
        return given;
    }
}
