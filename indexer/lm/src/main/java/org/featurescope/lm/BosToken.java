package org.featurescope.lm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.MalformedFileException;
import tools.jackson.databind.JsonNode;

/**
 * The beginning-of-text token of a model folder.
 *
 * @param id the token, if the folder names one
 * @param added whether the model expects it in front of a text
 */
record BosToken(OptionalInt id, boolean added) {

    /**
     * The token is {@code bos_token} of {@code tokenizer_config.json}, else the one of the tokenizer's template, else
     * {@code bos_token_id} of {@code config.json} where that is a special token. It is put in front if
     * {@code add_bos_token} says so; where that is silent, if the template does; else whenever there is a token, as
     * TransformerLens does, unless {@code bos_token} is there and null.
     */
    static BosToken of(Path folder, TokenizerFile tokenizer, Vocabulary vocabulary, ConfigFile config) {
        Path file = folder.resolve("tokenizer_config.json");
        JsonNode settings = Files.isRegularFile(file) ? Json.read(file) : Json.parse(file, new byte[] {'{', '}'});
        OptionalInt template = special(tokenizer.templateBos(), vocabulary);
        OptionalInt id =
                first(named(file, settings, vocabulary), template, special(config.id("bos_token_id"), vocabulary));
        boolean ruledOut = settings.path("bos_token").isNull() && template.isEmpty();
        return new BosToken(id, addBosToken(file, settings, id.isPresent() && !ruledOut));
    }

    private static OptionalInt special(OptionalInt id, Vocabulary vocabulary) {
        boolean special = id.isPresent() && id.getAsInt() >= 0 && vocabulary.isSpecial(id.getAsInt());
        return special ? id : OptionalInt.empty();
    }

    private static OptionalInt first(OptionalInt... ids) {
        for (OptionalInt id : ids) {
            if (id.isPresent()) {
                return id;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt named(Path file, JsonNode settings, Vocabulary vocabulary) {
        JsonNode token = settings.path("bos_token");
        if (token.isMissingNode() || token.isNull()) {
            return OptionalInt.empty();
        }
        OptionalInt id = vocabulary.find((token.isObject() ? token.path("content") : token).asString(""));
        if (id.isEmpty()) {
            throw new MalformedFileException(
                    file,
                    "bos_token must be a token of tokenizer.json, or null if there is none, found "
                            + TokenizerFile.shown(token));
        }
        return id;
    }

    private static boolean addBosToken(Path file, JsonNode settings, boolean otherwise) {
        JsonNode flag = settings.path("add_bos_token");
        if (flag.isMissingNode() || flag.isNull()) {
            return otherwise;
        }
        if (!flag.isBoolean()) {
            throw new MalformedFileException(
                    file, "add_bos_token must be true or false, found " + TokenizerFile.shown(flag));
        }
        return flag.booleanValue();
    }
}
