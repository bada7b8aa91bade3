package org.featurescope.web.text;

/**
 * The smallest run of tokens that holds whole characters, as a reader sees them, and its activation.
 *
 * @param text its exact text
 * @param firstToken position of its first token in the context
 * @param tokens how many tokens it joins, at least 1
 * @param activation the largest of its tokens; NaN: not known
 * @param special a token such as the beginning of text, whose activation does not count
 */
public record Piece(String text, int firstToken, int tokens, float activation, boolean special) {

    boolean holds(int position) {
        return firstToken <= position && position < firstToken + tokens;
    }
}
