package org.featurescope.web.search;

/**
 * Which words of the index a text may be made of.
 *
 * @param text folded, one word or a part of one
 */
record WordTest(String text, Kind kind) {

    enum Kind {
        WORD,
        BEGINNING,
        END,
        PART
    }

    static WordTest word(String text) {
        return new WordTest(text, Kind.WORD);
    }

    boolean holds(String word) {
        return switch (kind) {
            case WORD -> word.equals(text);
            case BEGINNING -> word.startsWith(text);
            case END -> word.endsWith(text);
            case PART -> word.contains(text);
        };
    }

    /** As an operand of LIKE. */
    String like() {
        String escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return switch (kind) {
            case WORD -> escaped;
            case BEGINNING -> escaped + "%";
            case END -> "%" + escaped;
            case PART -> "%" + escaped + "%";
        };
    }
}
