package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.featurescope.core.text.FoldedText;
import org.featurescope.core.text.Words;

/**
 * Words and phrases, all of which a text must hold. What has no space in the middle, or is in quotes, is a phrase: its words stand
 * side by side.
 *
 * @param phrases each at least one word
 */
record WordsPattern(List<List<String>> phrases, boolean keepCase, boolean keepAccents) implements TextPattern {

    WordsPattern {
        phrases = phrases.stream().map(List::copyOf).toList();
    }

    /** @param question words apart by spaces, phrases in quotes */
    static WordsPattern of(String question, boolean keepCase, boolean keepAccents) {
        List<List<String>> phrases = new ArrayList<>();
        String[] parts =
                question.replace('“', '"').replace('”', '"').replace('„', '"').split("\"", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean quoted = i % 2 == 1 && i < parts.length - 1;
            for (String phrase : quoted ? new String[] {parts[i]} : parts[i].split("\\s+")) {
                List<String> words =
                        Words.of(FoldedText.of(phrase, keepCase, keepAccents).text());
                if (!words.isEmpty()) {
                    phrases.add(words);
                }
            }
        }
        return new WordsPattern(phrases, keepCase, keepAccents);
    }

    /** The word that the index of peaks answers for by itself; empty: it is more than a word. */
    Optional<String> single() {
        return phrases.size() == 1
                        && phrases.get(0).size() == 1
                        && !keepCase
                        && !keepAccents
                        && phrases.get(0).get(0).length() < Words.LONGEST
                ? Optional.of(phrases.get(0).get(0))
                : Optional.empty();
    }

    @Override
    public List<List<WordTest>> needs() {
        return phrases.stream()
                .flatMap(Collection::stream)
                .map(word -> FoldedText.of(word).text())
                .flatMap(word -> Words.of(word).stream())
                .distinct()
                .map(word -> List.of(WordTest.word(word)))
                .toList();
    }

    @Override
    public List<Span> find(String text, TimeLimit limit) {
        FoldedText folded = FoldedText.of(text, keepCase, keepAccents);
        List<String> words = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        Words.forEach(folded.text(), (start, end) -> {
            words.add(Words.indexed(folded.text(), start, end));
            spans.add(new Span(folded.origin(start), folded.originEnd(end)));
        });
        List<Span> found = new ArrayList<>();
        for (List<String> phrase : phrases) {
            limit.check();
            int before = found.size();
            for (int i = 0; i + phrase.size() <= words.size(); i++) {
                if (words.subList(i, i + phrase.size()).equals(phrase)) {
                    found.add(new Span(
                            spans.get(i).start(),
                            spans.get(i + phrase.size() - 1).end()));
                }
            }
            if (found.size() == before) {
                return List.of();
            }
        }
        found.sort(Comparator.comparingInt(Span::start));
        return found;
    }
}
