package org.featurescope.lm;

/**
 * Whether a tokenizer puts a space in front of a text, so that its first word is spelled as in the middle. The text
 * never had that space: it is part of the first token, and of nothing that is shown as the document's text.
 */
enum PrefixSpace {
    NEVER,
    /** The normalizer of Llama 2: also in front of a text that starts with a space. */
    ALWAYS,
    /** Metaspace, and ByteLevel with {@code add_prefix_space}: only where the text does not start with one. */
    UNLESS_THERE;

    boolean before(String text) {
        return !text.isEmpty()
                && switch (this) {
                    case NEVER -> false;
                    case ALWAYS -> true;
                    case UNLESS_THERE -> !text.startsWith(" ") && !text.startsWith(TokenizerFile.SPACE);
                };
    }
}
