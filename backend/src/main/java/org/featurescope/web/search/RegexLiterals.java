package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.featurescope.core.text.FoldedText;

/**
 * What every text that matches a regular expression must hold: plain characters side by side, as far as they are easy to see. What
 * it does not understand narrows nothing, so no match is lost.
 */
final class RegexLiterals {

    /** A shorter text is in too many words. In characters. */
    private static final int SHORTEST = 2;

    /** Branches of an alternative: of more, the union would be most of the index. */
    private static final int MOST_BRANCHES = 32;

    private final String expression;
    private int at;

    private RegexLiterals(String expression) {
        this.expression = expression;
    }

    /** As {@link TextPattern#needs}. */
    static List<List<WordTest>> of(String expression) {
        if (expression.contains("\\Q")
                || expression.matches("(?s).*\\(\\?[a-z-]*x.*")) { // quoting, or spaces that mean nothing
            return List.of();
        }
        RegexLiterals reader = new RegexLiterals(expression);
        List<List<WordTest>> needs = reader.alternatives();
        return reader.at == expression.length() ? needs : List.of();
    }

    /** Up to the end, or to the parenthesis that closes. */
    private List<List<WordTest>> alternatives() {
        List<List<List<WordTest>>> branches = new ArrayList<>();
        branches.add(sequence());
        while (at < expression.length() && expression.charAt(at) == '|') {
            at++;
            branches.add(sequence());
        }
        if (branches.size() == 1) {
            return branches.get(0);
        }
        // Of each branch one need; then one of them holds.
        List<Optional<List<WordTest>>> best =
                branches.stream().map(RegexLiterals::most).toList();
        return branches.size() > MOST_BRANCHES || best.stream().anyMatch(Optional::isEmpty)
                ? List.of()
                : List.of(best.stream()
                        .flatMap(each -> each.orElseThrow().stream())
                        .collect(Collectors.toList()));
    }

    /** The need that narrows most: the one whose shortest test is longest. */
    private static Optional<List<WordTest>> most(List<List<WordTest>> needs) {
        return needs.stream()
                .max(Comparator.comparingInt(need -> need.stream()
                        .mapToInt(test -> test.text().length())
                        .min()
                        .orElse(0)));
    }

    private List<List<WordTest>> sequence() {
        List<List<WordTest>> needs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        while (at < expression.length() && expression.charAt(at) != '|' && expression.charAt(at) != ')') {
            char c = expression.charAt(at);
            if (c == '(') {
                flush(run, needs);
                List<List<WordTest>> inner = group();
                if (!skipsQuantifier()) {
                    needs.addAll(inner);
                }
            } else {
                int literal = literal(c);
                boolean repeated = at < expression.length() && "*+?{".indexOf(expression.charAt(at)) >= 0;
                if (literal < 0) {
                    flush(run, needs);
                    skipsQuantifier();
                } else if (!repeated) {
                    run.appendCodePoint(literal);
                } else {
                    boolean perhapsNot = skipsQuantifier();
                    if (!perhapsNot) {
                        run.appendCodePoint(literal);
                    }
                    flush(run, needs);
                }
            }
        }
        flush(run, needs);
        return needs;
    }

    private static void flush(StringBuilder run, List<List<WordTest>> needs) {
        String folded = FoldedText.of(run.toString()).text();
        PartPattern.tests(folded).stream()
                .filter(test -> test.text().length() >= SHORTEST || test.text().codePointAt(0) >= 0xE00)
                .forEach(test -> needs.add(List.of(test)));
        run.setLength(0);
    }

    /** Reads one atom that is no group. @return its character; below 0: it may be several */
    private int literal(char c) {
        if (c == '[') {
            skipClass();
            return -1;
        }
        int codePoint = expression.codePointAt(at);
        at += Character.charCount(codePoint);
        if (c == '\\') {
            return escaped();
        }
        return ".^$*+?{".indexOf(c) >= 0 ? -1 : codePoint;
    }

    private int escaped() {
        if (at == expression.length()) {
            return -1;
        }
        int c = expression.codePointAt(at);
        at += Character.charCount(c);
        if (!Character.isLetterOrDigit(c)) {
            return c;
        }
        if ("pPxuNkc0".indexOf(c) >= 0) { // more belongs to it: read no further
            at = expression.length() + 1;
        }
        return -1;
    }

    private void skipClass() {
        int depth = 0;
        do {
            char c = expression.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                depth++;
                at += at < expression.length() && expression.charAt(at) == '^' ? 1 : 0;
                at += at < expression.length() && expression.charAt(at) == ']' ? 1 : 0;
            } else if (c == ']') {
                depth--;
            }
        } while (depth > 0 && at < expression.length());
    }

    /** What a group needs: nothing if it looks around, or is of a kind that is not known. */
    private List<List<WordTest>> group() {
        at++;
        boolean plain = true;
        if (expression.startsWith("?:", at)) {
            at += 2;
        } else if (expression.startsWith("?", at)) {
            plain = false;
            at++;
        }
        List<List<WordTest>> inner = alternatives();
        at++; // the parenthesis; behind the end if there is none
        return plain ? inner : List.of();
    }

    /** Reads a quantifier, if there is one. @return whether it allows for nothing at all */
    private boolean skipsQuantifier() {
        if (at >= expression.length() || "*+?{".indexOf(expression.charAt(at)) < 0) {
            return false;
        }
        char c = expression.charAt(at);
        boolean perhapsNot = c == '*' || c == '?';
        if (c == '{') {
            int end = expression.indexOf('}', at);
            String count = end < 0 ? "0" : expression.substring(at + 1, end);
            perhapsNot = count.startsWith("0");
            at = end < 0 ? expression.length() : end + 1;
        } else {
            at++;
        }
        if (at < expression.length() && "?+".indexOf(expression.charAt(at)) >= 0) { // reluctant or possessive
            at++;
        }
        return perhapsNot;
    }
}
