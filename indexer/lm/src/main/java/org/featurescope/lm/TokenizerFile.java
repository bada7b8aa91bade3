package org.featurescope.lm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code tokenizer.json}. Only parts are let through whose effect on text is known here: of others nobody could tell
 * which bytes a token stands for, and some broken ones would abort the process inside the library.
 */
final class TokenizerFile {

    /** How a tokenizer writes bytes as text. */
    enum Spelling {
        /** GPT-2's alphabet: a printable character for each byte. */
        BYTE_LEVEL(Set.of("NFC"), Set.of("ByteLevel", "Split", "Digits")),
        /** SentencePiece: {@code ▁} is a space, {@code <0x0A>} a byte. */
        SENTENCE_PIECE(Set.of("NFC", "Prepend", "Replace"), Set.of("Metaspace", "Split", "Digits"));

        private final Set<String> normalizers;
        private final Set<String> preTokenizers;

        Spelling(Set<String> normalizers, Set<String> preTokenizers) {
            this.normalizers = normalizers;
            this.preTokenizers = preTokenizers;
        }
    }

    /** SentencePiece's letter for a space. */
    static final String SPACE = "\u2581";

    private static final int MAX_SHOWN = 100;

    private final Path file;
    private final JsonNode json;
    private final List<JsonNode> normalizers;
    private final List<JsonNode> preTokenizers;
    private final Spelling spelling;

    private TokenizerFile(Path file) {
        this.file = file;
        json = Json.read(file);
        checkModel();
        normalizers = parts("normalizer", "normalizers");
        preTokenizers = parts("pre_tokenizer", "pretokenizers");
        spelling = readSpelling();
        normalizers.forEach(this::checkNormalizer);
        preTokenizers.forEach(this::checkPreTokenizer);
    }

    /**
     * @throws MalformedFileException if it is missing or broken
     * @throws UnsupportedException if it has a part whose effect is not known
     */
    static TokenizerFile read(Path file) {
        return new TokenizerFile(file);
    }

    Path file() {
        return file;
    }

    Spelling spelling() {
        return spelling;
    }

    /** Ids by token, as {@code model.vocab} has them, unchecked. */
    JsonNode vocabulary() {
        return json.path("model").path("vocab");
    }

    /** Tokens that are looked for in a text before the model sees it; unchecked. */
    JsonNode addedTokens() {
        return json.path("added_tokens");
    }

    /** What the tokenizer puts in front of a text. */
    PrefixSpace prefixSpace() {
        if (normalizers.stream().anyMatch(part -> type(part).equals("Prepend"))) {
            return PrefixSpace.ALWAYS;
        }
        return preTokenizers.stream().anyMatch(TokenizerFile::addsSpace) ? PrefixSpace.UNLESS_THERE : PrefixSpace.NEVER;
    }

    private static boolean addsSpace(JsonNode part) {
        return switch (type(part)) {
            case "ByteLevel" -> part.path("add_prefix_space").asBoolean(true);
            case "Metaspace" -> // files written before 2023 have add_prefix_space in place of prepend_scheme
                part.has("prepend_scheme")
                        ? !part.path("prepend_scheme").asString("").equals("never")
                        : part.path("add_prefix_space").asBoolean(true);
            default -> false;
        };
    }

    /** The token that the template of the post-processor puts in front of a text. */
    OptionalInt templateBos() {
        for (JsonNode part : parts("post_processor", "processors")) {
            String first =
                    part.path("single").path(0).path("SpecialToken").path("id").asString("");
            JsonNode id = part.path("special_tokens").path(first).path("ids").path(0);
            if (type(part).equals("TemplateProcessing") && id.canConvertToInt()) {
                return OptionalInt.of(id.intValue());
            }
        }
        return OptionalInt.empty();
    }

    /** What the library needs to encode; the rest cannot break anything that is not there. */
    String forEncoding() {
        ObjectNode encoding = ((ObjectNode) json).deepCopy();
        encoding.remove(List.of("truncation", "padding", "post_processor", "decoder"));
        return encoding.toString();
    }

    private void checkModel() {
        JsonNode model = json.path("model");
        if (!model.path("type").asString("BPE").equals("BPE")) {
            throw unsupported("model.type", model.path("type"), "BPE, byte-level or with byte_fallback");
        }
        if (!model.path("vocab").isObject()) {
            throw malformed("model.vocab must be an object, token to id, found " + shown(model.path("vocab")));
        }
        if (!model.path("merges").isArray()) {
            throw malformed("model.merges must be a list, found " + shown(model.path("merges")));
        }
        if (model.path("dropout").asDouble(0) != 0) {
            throw unsupported("model.dropout", model.path("dropout"), "null; it makes token ids random");
        }
        for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.path(affix).asString("").isEmpty()) {
                throw unsupported("model." + affix, model.path(affix), "null");
            }
        }
        String unknown = model.path("unk_token").asString("");
        if (!unknown.isEmpty() && !model.path("vocab").has(unknown)) {
            throw malformed("model.unk_token \"" + unknown + "\" must be a token of model.vocab");
        }
    }

    private Spelling readSpelling() {
        if (preTokenizers.stream().anyMatch(part -> type(part).equals("ByteLevel"))) {
            return Spelling.BYTE_LEVEL;
        }
        if (json.path("model").path("byte_fallback").asBoolean(false)) {
            return Spelling.SENTENCE_PIECE;
        }
        throw new UnsupportedException(
                file + ": it neither pre-tokenizes to bytes (ByteLevel) nor has model.byte_fallback,"
                        + " so the bytes of its tokens are unknown; supported: BPE of these two kinds");
    }

    private void checkNormalizer(JsonNode part) {
        requireType("normalizer", part, spelling.normalizers);
        boolean known = switch (type(part)) {
            case "Prepend" -> part.path("prepend").asString("").equals(SPACE);
            case "Replace" ->
                part.path("pattern").path("String").asString("").equals(" ")
                        && part.path("content").asString("").equals(SPACE);
            default -> true;
        };
        if (!known) {
            throw unsupported("normalizer", part, "SentencePiece's " + SPACE + " for the space");
        }
    }

    private void checkPreTokenizer(JsonNode part) {
        requireType("pre_tokenizer", part, spelling.preTokenizers);
        JsonNode pattern = part.path("pattern");
        boolean known = switch (type(part)) {
            case "Split" ->
                !part.path("behavior").asString("").equals("Removed")
                        && !pattern.path("String")
                                .asString(pattern.path("Regex").asString(""))
                                .isEmpty();
            case "Metaspace" -> part.path("replacement").asString(SPACE).equals(SPACE);
            default -> true;
        };
        if (!known || (addsSpace(part) && preTokenizers.size() > 1)) {
            throw unsupported(
                    "pre_tokenizer",
                    part,
                    "Split that keeps all text, Metaspace by itself, ByteLevel without add_prefix_space or by itself");
        }
    }

    private void requireType(String field, JsonNode part, Set<String> known) {
        if (!known.contains(type(part))) {
            throw unsupported(
                    field + ".type",
                    part.path("type"),
                    "Sequence and, in this kind of tokenizer, "
                            + known.stream().sorted().toList());
        }
    }

    /** The parts of a component, in order: itself, or what its sequences hold in {@code list}; none if it is null. */
    private List<JsonNode> parts(String component, String list) {
        List<JsonNode> parts = new ArrayList<>();
        collect(json.path(component), list, parts);
        return parts;
    }

    private static void collect(JsonNode part, String list, List<JsonNode> parts) {
        if (type(part).equals("Sequence")) {
            part.path(list).forEach(inner -> collect(inner, list, parts));
        } else if (!part.isMissingNode() && !part.isNull()) {
            parts.add(part);
        }
    }

    private static String type(JsonNode part) {
        return part.path("type").asString("");
    }

    /** What a file holds, as it may stand in a message. */
    static String shown(JsonNode found) {
        String text = found.isMissingNode() ? "nothing" : found.toString();
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }

    MalformedFileException malformed(String problem) {
        return new MalformedFileException(file, problem);
    }

    private UnsupportedException unsupported(String field, JsonNode found, String supported) {
        return new UnsupportedException(
                file + ": " + field + " = " + shown(found) + " is not supported; supported: " + supported);
    }
}
