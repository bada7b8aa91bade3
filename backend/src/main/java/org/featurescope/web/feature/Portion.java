package org.featurescope.web.feature;

import java.util.List;
import java.util.stream.IntStream;

/** Shares room for a number of examples out over groups, so that a page stays light however many groups it has. */
final class Portion {

    private Portion() {}

    /**
     * One example for each group in turn, again and again, until there is no room or nothing left.
     *
     * @param kept how many examples each group has
     * @return how many of each are to be shown
     */
    static List<Integer> of(List<Integer> kept, int room) {
        int[] shown = new int[kept.size()];
        int left = Math.min(room, kept.stream().mapToInt(Integer::intValue).sum());
        for (int round = 0; left > 0; round++) {
            for (int group = 0; group < shown.length && left > 0; group++) {
                if (kept.get(group) > round) {
                    shown[group]++;
                    left--;
                }
            }
        }
        return IntStream.of(shown).boxed().toList();
    }
}
