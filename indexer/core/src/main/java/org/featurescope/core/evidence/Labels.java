package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The labels that a source met, numbered as they came, with the contexts and tokens of each. Two sources, or two parts of a
 * corpus, number the same labels differently; results have them in the order of {@link #ORDER}.
 */
final class Labels {

    /** By the key of the corpus, then by name, contexts without a label last. */
    static final Comparator<Label> ORDER = Comparator.comparing(Label::corpusKey, Integer::compareUnsigned)
            .thenComparing(Label::name, Comparator.nullsLast(Comparator.naturalOrder()));

    private final List<Label> labels = new ArrayList<>();
    private final Map<Label, Integer> numbers = new HashMap<>();
    private long[] contexts = new long[8];
    private long[] tokens = new long[8];
    private int @Nullable [] sorted;

    /**
     * Counts a context.
     *
     * @param countedTokens at least 1
     * @return the number of its label
     */
    int add(Label label, int countedTokens) {
        return add(label, 1, countedTokens);
    }

    private int add(Label label, long moreContexts, long moreTokens) {
        int number = numbers.computeIfAbsent(label, this::append);
        contexts[number] += moreContexts;
        tokens[number] += moreTokens;
        return number;
    }

    private int append(Label label) {
        int number = labels.size();
        labels.add(label);
        sorted = null;
        if (number == contexts.length) {
            contexts = Arrays.copyOf(contexts, 2 * number);
            tokens = Arrays.copyOf(tokens, 2 * number);
        }
        return number;
    }

    /** @return for each label number of the other, that of the same label here */
    int[] merge(Labels other) {
        return IntStream.range(0, other.size())
                .map(i -> add(other.labels.get(i), other.contexts[i], other.tokens[i]))
                .toArray();
    }

    int size() {
        return labels.size();
    }

    long contexts(int number) {
        return contexts[number];
    }

    long tokens(int number) {
        return tokens[number];
    }

    long contexts() {
        return LongStream.of(contexts).sum();
    }

    long tokens() {
        return LongStream.of(tokens).sum();
    }

    /** The numbers of all labels in the order of results: the label that stands first, and so on. */
    synchronized int[] sorted() {
        int[] known = sorted;
        if (known == null) {
            known = IntStream.range(0, size())
                    .boxed()
                    .sorted(Comparator.comparing(labels::get, ORDER))
                    .mapToInt(number -> number)
                    .toArray();
            sorted = known;
        }
        return known;
    }

    List<LabelCount> counts() {
        return IntStream.of(sorted())
                .mapToObj(number -> new LabelCount(labels.get(number), contexts[number], tokens[number]))
                .toList();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size());
        for (int number = 0; number < size(); number++) {
            Label label = labels.get(number);
            out.writeInt(label.corpusKey());
            EvidenceState.writeText(out, label.name());
            out.writeLong(contexts[number]);
            out.writeLong(tokens[number]);
        }
    }

    /** Into labels that have met none. */
    void read(DataInput in) throws IOException {
        int count = EvidenceState.readCount(in, "labels", Integer.MAX_VALUE);
        for (int number = 0; number < count; number++) {
            Label label = new Label(in.readInt(), EvidenceState.readText(in));
            if (add(label, in.readLong(), in.readLong()) != number) {
                throw EvidenceState.damaged("the label " + label + " stands there twice");
            }
        }
    }
}
