package org.featurescope.web.source;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param ranks of its features, in order
 * @param before how many features of the list come before them
 * @param matching features of the whole list
 */
record Slice(List<Long> ranks, int before, int matching) {

    /**
     * The features after a place, or before it. One look at each feature, and memory for one page.
     *
     * @param after where to begin; null: at the first
     */
    static Slice of(BitSet matches, Ranking ranking, @Nullable ListCursor after, int size) {
        boolean backward = after != null && after.backward();
        Nearest nearest = new Nearest(size, backward);
        int beforePlace = 0;
        boolean upward = ranking.descending() == backward; // so that a list by index fills the page at once
        for (int feature = first(matches, upward); feature >= 0; feature = next(matches, feature, upward)) {
            long rank = ranking.of(feature);
            boolean isBefore = after != null && rank < after.rank();
            boolean isPlace = after != null && rank == after.rank();
            beforePlace += isBefore || isPlace && !backward ? 1 : 0;
            if (!isPlace && isBefore == backward) {
                nearest.offer(rank);
            }
        }
        List<Long> ranks = nearest.sorted();
        return new Slice(ranks, backward ? beforePlace - ranks.size() : beforePlace, matches.cardinality());
    }

    private static int first(BitSet matches, boolean upward) {
        return upward ? matches.nextSetBit(0) : matches.length() - 1;
    }

    private static int next(BitSet matches, int feature, boolean upward) {
        return upward ? matches.nextSetBit(feature + 1) : matches.previousSetBit(feature - 1);
    }

    boolean hasPrevious() {
        return before > 0;
    }

    boolean hasNext() {
        return before + ranks.size() < matching;
    }

    /** The ranks that are nearest to a place on one side; most are turned away by one comparison. */
    private static final class Nearest {

        private final long[] kept;
        private final boolean largest;
        private int count;
        private int worst;

        Nearest(int size, boolean largest) {
            this.kept = new long[size];
            this.largest = largest;
        }

        void offer(long rank) {
            if (count < kept.length) {
                kept[count++] = rank;
            } else if (isNearer(rank, kept[worst])) {
                kept[worst] = rank;
            } else {
                return;
            }
            if (count == kept.length) {
                findWorst();
            }
        }

        private boolean isNearer(long rank, long other) {
            return largest ? rank > other : rank < other;
        }

        private void findWorst() {
            worst = 0;
            for (int i = 1; i < kept.length; i++) {
                worst = isNearer(kept[worst], kept[i]) ? i : worst;
            }
        }

        List<Long> sorted() {
            return Arrays.stream(kept, 0, count).sorted().boxed().toList();
        }
    }
}
