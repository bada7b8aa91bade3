package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression of Java over the exact text, with the classes of Unicode. It runs under a time limit, because some
 * expressions take time exponential in the length of a text.
 */
record RegexPattern(Pattern pattern) implements TextPattern {

    /** @throws java.util.regex.PatternSyntaxException when it is none */
    static RegexPattern of(String expression, boolean keepCase) {
        int caseless = keepCase ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        return new RegexPattern(Pattern.compile(expression, caseless | Pattern.UNICODE_CHARACTER_CLASS));
    }

    @Override
    public List<List<WordTest>> needs() {
        return RegexLiterals.of(pattern.pattern());
    }

    /** @throws TimeLimit.Reached also when it nests so deep that the stack overflows */
    @Override
    public List<Span> find(String text, TimeLimit limit) {
        List<Span> found = new ArrayList<>();
        try {
            for (Matcher matcher = pattern.matcher(new Watched(text, limit)); matcher.find(); ) {
                if (matcher.end() > matcher.start()) {
                    found.add(new Span(matcher.start(), matcher.end()));
                }
            }
        } catch (StackOverflowError e) { // the matcher recurses once for each character that some groups repeat over
            throw new TimeLimit.Reached();
        }
        return found;
    }

    /** A text that looks at the clock when it is read. */
    private record Watched(CharSequence text, TimeLimit limit) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            limit.check();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.subSequence(start, end), limit);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
