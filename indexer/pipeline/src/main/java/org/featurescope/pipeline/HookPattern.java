package org.featurescope.pipeline;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.core.HookPoint;

/**
 * A pattern over the TransformerLens names of hook points: {@code *} stands for any run of characters, dots too, and
 * everything else for itself. {@code blocks.*.mlp.hook_post} are the neurons of all layers.
 */
final class HookPattern {

    private static final int MOST_NEAR = 4;

    private HookPattern() {}

    /**
     * The hook points that match, in their order. Logits never do: they are predictions, not features.
     *
     * @throws IllegalArgumentException if none does
     */
    static List<HookPoint> matching(String pattern, Collection<HookPoint> known) {
        if (pattern.equals(HookPoint.logits().name())) {
            throw new IllegalArgumentException(
                    "--hooks logits: they are predictions, one for each token of the vocabulary, and are not indexed");
        }
        Pattern wanted = Pattern.compile(
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        List<HookPoint> matching = known.stream()
                .filter(point -> !point.equals(HookPoint.logits()))
                .filter(point -> wanted.matcher(point.name()).matches())
                .toList();
        if (matching.isEmpty()) {
            throw new IllegalArgumentException("--hooks \"" + pattern + "\" matches no hook point of this model; near: "
                    + near(pattern, known) + "; * stands for any characters");
        }
        return matching;
    }

    private static String near(String pattern, Collection<HookPoint> known) {
        return known.stream()
                .filter(point -> !point.equals(HookPoint.logits()))
                .flatMap(point -> point.layer() == null
                        ? Stream.of(point.name())
                        : Stream.of(point.name(), "blocks.*." + point.site()))
                .distinct()
                .sorted(Comparator.comparingInt(name -> distance(name, pattern)))
                .limit(MOST_NEAR)
                .collect(Collectors.joining(", "));
    }

    /** Characters to insert, delete or replace until the two are equal (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
