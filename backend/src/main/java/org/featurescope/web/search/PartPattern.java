package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.text.FoldedText;
import org.featurescope.core.text.Words;

/**
 * Characters side by side, wherever in a word they begin and end.
 *
 * @param part folded like the text
 */
record PartPattern(String part, boolean keepCase, boolean keepAccents) implements TextPattern {

    static PartPattern of(String question, boolean keepCase, boolean keepAccents) {
        return new PartPattern(FoldedText.of(question, keepCase, keepAccents).text(), keepCase, keepAccents);
    }

    @Override
    public List<List<WordTest>> needs() {
        return tests(FoldedText.of(part).text()).stream().map(List::of).toList();
    }

    /** Of a text that may begin and end within words. @param folded as words are indexed */
    static List<WordTest> tests(String folded) {
        List<WordTest> tests = new ArrayList<>();
        Words.forEach(folded, (start, end) -> {
            WordTest.Kind kind = start == 0
                    ? end == folded.length() ? WordTest.Kind.PART : WordTest.Kind.END
                    : end == folded.length() ? WordTest.Kind.BEGINNING : WordTest.Kind.WORD;
            // Of a word longer than the index knows, only its beginning could be asked for.
            if (end - start < Words.LONGEST) {
                tests.add(new WordTest(folded.substring(start, end), kind));
            }
        });
        return tests;
    }

    @Override
    public List<Span> find(String text, TimeLimit limit) {
        limit.check();
        FoldedText folded = FoldedText.of(text, keepCase, keepAccents);
        List<Span> found = new ArrayList<>();
        for (int at = folded.text().indexOf(part); at >= 0; at = folded.text().indexOf(part, at + part.length())) {
            found.add(new Span(folded.origin(at), folded.originEnd(at + part.length())));
        }
        return found;
    }
}
