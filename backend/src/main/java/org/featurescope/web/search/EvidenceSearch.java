package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.featurescope.core.text.SpannedText;
import org.featurescope.db.format.PeakFormat;
import org.featurescope.db.format.PeakFormat.Hits;
import org.featurescope.db.format.TokenIdFormat;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.search.SearchIndexRepository.ContextKey;
import org.featurescope.web.search.SearchIndexRepository.ContextRow;
import org.featurescope.web.search.SearchIndexRepository.Numbered;
import org.featurescope.web.search.SearchIndexRepository.PeakWordRow;
import org.featurescope.web.search.SearchIndexRepository.WordRow;
import org.featurescope.web.text.Vocabularies;
import org.featurescope.web.text.Vocabulary;
import org.springframework.stereotype.Component;

/**
 * Finds features by the text of their top examples. A single word is looked up; anything else is looked for in the contexts that
 * hold its words, or of more than {@link #MOST_CONTEXTS} in a sample of them, always the same.
 */
@Component
class EvidenceSearch {

    /** So many are read and matched in the time that a search may take. */
    static final int MOST_CONTEXTS = 4_000;

    /** Segments of words that a part of a word may be in. */
    private static final int MOST_WORDS = 20_000;

    private static final int ALL_PARTS = 1 << 20;

    private final SearchIndexRepository index;
    private final Vocabularies vocabularies;

    EvidenceSearch(SearchIndexRepository index, Vocabularies vocabularies) {
        this.index = index;
        this.vocabularies = vocabularies;
    }

    /**
     * What was found.
     *
     * @param candidates the best first
     * @param features how many were found in all, or at least
     * @param exact whether it is how many, and not at least so many
     * @param coverage what was looked at
     */
    record Found(List<Candidate> candidates, long features, boolean exact, Coverage coverage) {}

    /** @param anywhere whether a match anywhere in a top example counts, or only where the activation peaks */
    Found search(TextPattern pattern, boolean anywhere, Scope scope, TimeLimit limit) {
        Optional<String> word = pattern instanceof WordsPattern words && !anywhere ? words.single() : Optional.empty();
        return word.isPresent() ? byWord(word.get(), scope) : byContext(pattern, anywhere, scope, limit);
    }

    private Found byWord(String word, Scope scope) {
        List<PeakWordRow> first = index.peaksAt(scope.runs(), word, 1);
        Best best = best(first, scope);
        long all = first.stream().mapToLong(PeakWordRow::features).sum();
        long read = first.stream().mapToLong(row -> row.hits().size()).sum();
        if (read == all || best.offered() == read) { // what was not read is not better
            return new Found(best.list(), best.offered() == read ? all : best.offered(), true, Coverage.ALL);
        }
        if (best.isFull()) {
            return new Found(best.list(), best.offered(), false, Coverage.ALL);
        }
        Best whole = best(index.peaksAt(scope.runs(), word, ALL_PARTS), scope);
        return new Found(whole.list(), whole.offered(), true, Coverage.ALL);
    }

    private static Best best(List<PeakWordRow> rows, Scope scope) {
        Map<Scope.Key, Place> places = scope.byKey();
        Best best = new Best();
        for (PeakWordRow row : rows) {
            for (Hits hits : row.hits()) {
                Place place = places.get(new Scope.Key(row.run(), hits.source()));
                if (place != null && scope.allows(place, hits.feature())) {
                    best.offer(new Candidate(place, hits.feature(), hits, 0));
                }
            }
        }
        return best;
    }

    private Found byContext(TextPattern pattern, boolean anywhere, Scope scope, TimeLimit limit) {
        Map<Integer, List<Scope.CorpusKey>> corpora = scope.corpora();
        Sample sample = sample(pattern, corpora.keySet());
        Map<Scope.Key, Place> places = scope.byKey();
        List<ContextKey> wanted = new ArrayList<>();
        for (Numbered context : sample.contexts) {
            for (Scope.CorpusKey seen : corpora.getOrDefault(context.contextSet(), List.of())) {
                wanted.add(new ContextKey(context.contextSet(), context.contextNo(), seen.run(), seen.ordinal()));
            }
        }
        Map<Integer, Integer> tokenizers = new HashMap<>();
        corpora.values().forEach(all -> all.forEach(seen -> tokenizers.put(seen.contextSet(), seen.tokenizer())));
        Map<Scope.Key, Map<Integer, Hits>> hits = new HashMap<>();
        Set<Numbered> matching = new HashSet<>();
        Set<Numbered> lookedAt = new HashSet<>();
        boolean stopped = false;
        try {
            for (ContextRow row : index.contexts(wanted)) {
                Vocabulary vocabulary =
                        vocabularies.get(tokenizers.getOrDefault(row.key().contextSet(), 0));
                List<Span> spans = pattern.find(text(vocabulary, row.tokenIds()).text(), limit);
                Numbered context =
                        new Numbered(row.key().contextSet(), row.key().contextNo());
                lookedAt.add(context);
                if (!spans.isEmpty()) {
                    matching.add(context);
                    add(row, spans, anywhere, hits);
                }
            }
        } catch (TimeLimit.Reached e) {
            stopped = true;
        }
        Best best = new Best();
        hits.forEach((key, features) -> {
            Place place = places.get(key);
            if (place != null) {
                features.values().stream()
                        .filter(each -> scope.allows(place, each.feature()))
                        .forEach(each -> best.offer(new Candidate(place, each.feature(), each, 0)));
            }
        });
        return new Found(
                best.list(),
                best.offered(),
                true,
                new Coverage(
                        matching.size(),
                        stopped ? lookedAt.size() : sample.contexts.size(),
                        sample.candidates,
                        sample.narrowed,
                        stopped));
    }

    static SpannedText text(Vocabulary vocabulary, byte[] packed) {
        return vocabulary.text(TokenIdFormat.decode(packed));
    }

    private static void add(
            ContextRow row, List<Span> spans, boolean anywhere, Map<Scope.Key, Map<Integer, Hits>> hits) {
        for (PeakFormat.Peak peak : row.peaks()) {
            if (anywhere || spans.stream().anyMatch(span -> span.meets(peak.start(), peak.end()))) {
                hits.computeIfAbsent(new Scope.Key(row.key().run(), peak.source()), key -> new HashMap<>())
                        .merge(
                                peak.feature(),
                                new Hits(peak.source(), peak.feature(), 1, peak.examples(), peak.relative()),
                                EvidenceSearch::sum);
            }
        }
    }

    private static Hits sum(Hits a, Hits b) {
        return new Hits(
                a.source(), a.feature(), a.hits() + b.hits(), a.examples(), Math.max(a.relative(), b.relative()));
    }

    /**
     * Contexts to look at.
     *
     * @param candidates how many there are to choose from
     * @param narrowed whether the index told them apart from the others
     */
    private record Sample(List<Numbered> contexts, long candidates, boolean narrowed) {}

    private Sample sample(TextPattern pattern, Collection<Integer> sets) {
        List<List<WordTest>> needs = pattern.needs();
        if (!needs.isEmpty()) {
            Optional<Map<Integer, int[]>> narrowed = narrowed(needs, sets);
            if (narrowed.isPresent()) {
                long candidates = narrowed.get().values().stream()
                        .mapToLong(numbers -> numbers.length)
                        .sum();
                return new Sample(chosen(narrowed.get(), candidates), candidates, true);
            }
        }
        SearchIndexRepository.Sampled sample = index.sample(sets, MOST_CONTEXTS);
        return new Sample(sample.contexts(), sample.all(), false);
    }

    /** By context set the contexts that have all that is needed; empty: too many words would have to be read. */
    private Optional<Map<Integer, int[]>> narrowed(List<List<WordTest>> needs, Collection<Integer> sets) {
        Set<WordTest> tests = new LinkedHashSet<>();
        needs.forEach(tests::addAll);
        List<WordRow> rows = index.words(sets, tests, MOST_WORDS);
        if (rows.size() == MOST_WORDS) {
            return Optional.empty();
        }
        Map<Integer, int[]> contexts = new HashMap<>();
        for (int set : sets) {
            BitSet all = null;
            for (List<WordTest> need : needs) {
                BitSet some = new BitSet();
                for (WordRow row : rows) {
                    if (row.contextSet() == set && need.stream().anyMatch(test -> test.holds(row.word()))) {
                        Arrays.stream(row.contexts()).forEach(some::set);
                    }
                }
                if (all == null) {
                    all = some;
                } else {
                    all.and(some);
                }
            }
            contexts.put(set, all == null ? new int[0] : all.stream().toArray());
        }
        return Optional.of(contexts);
    }

    /** All, or those with the smallest hashes, so that they are spread over the corpora and always the same. */
    private static List<Numbered> chosen(Map<Integer, int[]> contexts, long candidates) {
        long[] hashed = new long[(int) candidates];
        List<Numbered> all = new ArrayList<>((int) Math.min(candidates, 1 << 20));
        int count = 0;
        // Few of many are wanted: those far beyond the limit need not be sorted.
        long bound = candidates <= MOST_CONTEXTS
                ? Integer.MAX_VALUE
                : (long) (1.5 * MOST_CONTEXTS / candidates * Integer.MAX_VALUE);
        for (Map.Entry<Integer, int[]> set : contexts.entrySet()) {
            for (int number : set.getValue()) {
                long hash = hash(number);
                if (hash <= bound) {
                    hashed[count] = hash << 32 | count;
                    count++;
                    all.add(new Numbered(set.getKey(), number));
                }
            }
        }
        Arrays.sort(hashed, 0, count);
        return Arrays.stream(hashed, 0, Math.min(count, MOST_CONTEXTS))
                .mapToObj(each -> all.get((int) each))
                .toList();
    }

    /** 31 bits; the finaliser of MurmurHash3. */
    private static long hash(int number) {
        int h = number;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return (h ^ h >>> 16) & Integer.MAX_VALUE;
    }
}
