package org.featurescope.core.evidence;

import java.util.List;

/**
 * Examples that were chosen in the same way, in the order of their rank.
 *
 * @param number see {@link GroupKind}; 0 for kinds that need none
 * @param low of an interval, its lower bound; otherwise the smallest activation that the group may hold, or -∞
 * @param high of an interval, its upper bound, which belongs to the last interval alone; otherwise the largest, or +∞
 * @param tokens how many counted tokens the group stands for: of an interval, those with an activation in it; of a label, those
 *     of its contexts; of a sign case, those in it; of the others, those of the bounds
 * @param contexts likewise: how many contexts the examples were chosen from
 */
public record ExampleGroup(
        GroupKind kind, int number, float low, float high, long tokens, long contexts, List<Example> examples) {

    public ExampleGroup {
        examples = List.copyOf(examples);
    }
}
