package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.featurescope.core.evidence.Example.Repeat;

/**
 * The {@code k} strongest texts of one group of one feature, in the order of {@link Example#STRONGEST_FIRST}. Contexts whose
 * text around the peak is the same are one text. It is as strong as its strongest context, which is its example; the others are
 * its repeats.
 *
 * <p><b>Why the order of contexts cannot show.</b> What is kept is a function of the set of contexts seen: group them by text,
 * take the {@code k} texts with the strongest best contexts, and of each of these the best {@value #MAX_REPEATS} + 1 contexts
 * that are at least as strong as the {@code k}-th text (the bar). One context more can only raise the bar. What is below the
 * bar now, is below it for ever, be it a context or a text with all its contexts; so dropping it at once loses nothing, also
 * when its text comes back with a stronger context. A context that falls out of a text's best 101 never returns either.
 */
final class PeakTexts {

    static final int MAX_REPEATS = 100;

    private static final int FIRST_CAPACITY = 4;

    private final int k;
    private long[] keys = new long[0];
    /** Of the examples' peaks: beside them, since they are looked at far more often. */
    private float[] magnitudes = new float[0];

    private Example[] examples = new Example[0];
    private int size;
    private boolean hasRepeats;

    PeakTexts(int k) {
        this.k = k;
    }

    /** Whether weaker contexts are turned away. */
    boolean isFull() {
        return size == k;
    }

    /** The magnitude of the weakest text. */
    float lastMagnitude() {
        return magnitudes[size - 1];
    }

    /** Whether weaker contexts are turned away, and this one is. */
    boolean turnsAway(float magnitude, long context) {
        return isFull() && !isStronger(magnitude, context, size - 1);
    }

    private boolean isStronger(float magnitude, long context, int than) {
        return magnitude == magnitudes[than]
                ? ContextId.ORDER.compare(context, examples[than].context()) < 0
                : magnitude > magnitudes[than];
    }

    /** Strongest first. */
    List<Example> examples() {
        return List.of(Arrays.copyOf(examples, size));
    }

    /**
     * Adds a context whose text is known and has a stronger one already.
     *
     * @return false if that is not so
     */
    boolean addRepeat(long key, Repeat repeat) {
        int known = find(key);
        if (known < 0 || isStronger(Math.abs(repeat.peak()), repeat.context(), known)) {
            return false;
        }
        examples[known] = with(examples[known], List.of(repeat));
        hasRepeats = true;
        dropBelowBar();
        return true;
    }

    /** @param example with the repeats of its text, if it has some */
    void add(long key, Example example) {
        Example joined = example;
        int known = find(key);
        if (known >= 0) {
            joined = join(examples[known], example);
            remove(known);
        }
        insert(key, joined);
        if (size > k) {
            size--;
            examples[size] = examples[size - 1]; // lets go of the last
        }
        dropBelowBar();
    }

    private int find(long key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        return -1;
    }

    private void remove(int at) {
        size--;
        System.arraycopy(keys, at + 1, keys, at, size - at);
        System.arraycopy(magnitudes, at + 1, magnitudes, at, size - at);
        System.arraycopy(examples, at + 1, examples, at, size - at);
    }

    private void insert(long key, Example example) {
        if (size == keys.length) {
            int capacity = Math.min(k + 1, Math.max(FIRST_CAPACITY, 2 * size));
            keys = Arrays.copyOf(keys, capacity);
            magnitudes = Arrays.copyOf(magnitudes, capacity);
            examples = Arrays.copyOf(examples, capacity);
        }
        float magnitude = Math.abs(example.peak());
        int at = size;
        while (at > 0 && isStronger(magnitude, example.context(), at - 1)) {
            at--;
        }
        System.arraycopy(keys, at, keys, at + 1, size - at);
        System.arraycopy(magnitudes, at, magnitudes, at + 1, size - at);
        System.arraycopy(examples, at, examples, at + 1, size - at);
        keys[at] = key;
        magnitudes[at] = magnitude;
        examples[at] = example;
        hasRepeats |= !example.repeats().isEmpty();
        size++;
    }

    /** Two examples of one text become one. */
    private static Example join(Example a, Example b) {
        boolean inOrder = Example.STRONGEST_FIRST.compare(a, b) < 0;
        Example stronger = inOrder ? a : b;
        Example weaker = inOrder ? b : a;
        List<Repeat> more = new ArrayList<>(weaker.repeats());
        more.add(new Repeat(weaker.context(), weaker.peakPosition(), weaker.peak()));
        return with(stronger, more);
    }

    private static Example with(Example example, List<Repeat> more) {
        List<Repeat> repeats = new ArrayList<>(example.repeats());
        repeats.addAll(more);
        repeats.sort(Repeat.STRONGEST_FIRST);
        return example.withRepeats(repeats.subList(0, Math.min(MAX_REPEATS, repeats.size())));
    }

    /** Repeats that are not as strong as the last text do not belong in the group. */
    private void dropBelowBar() {
        if (!isFull() || !hasRepeats) {
            return;
        }
        for (int i = 0; i < size; i++) {
            List<Repeat> repeats = examples[i].repeats();
            int reach = repeats.size();
            while (reach > 0 && isBelowBar(repeats.get(reach - 1))) {
                reach--;
            }
            if (reach < repeats.size()) {
                examples[i] = examples[i].withRepeats(repeats.subList(0, reach));
            }
        }
    }

    private boolean isBelowBar(Repeat repeat) {
        return Example.strongerFirst(repeat.peak(), repeat.context(), examples[size - 1]) > 0;
    }

    void merge(PeakTexts other) {
        for (int i = 0; i < other.size; i++) {
            add(other.keys[i], other.examples[i]);
        }
    }

    void write(DataOutput out, ExampleWriter writer) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(keys[i]);
            writer.writeWithRepeats(examples[i]);
        }
    }

    void read(DataInput in, ExampleReader reader) throws IOException {
        int texts = EvidenceState.readCount(in, "texts", k);
        for (int i = 0; i < texts; i++) {
            add(in.readLong(), reader.readWithRepeats(MAX_REPEATS));
        }
    }
}
