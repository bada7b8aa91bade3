package org.featurescope.core.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.Example.Repeat;
import org.featurescope.core.evidence.RandomActivations.Context;
import org.featurescope.core.format.ActivationFormat;
import org.jspecify.annotations.Nullable;

/** All groups of one feature, computed the plain way from all its activations at once. */
final class PlainExamples {

    /** A context with the token that a group is interested in. */
    private record Member(Context context, int position, float peak) {}

    private final List<Context> contexts;
    /** By context, gate and input of a gated neuron; empty where the source is not gated. */
    private final Map<Context, float[][]> gates;

    private final Map<Context, float[][]> inputs;
    private final float[] counted;
    private final int feature;
    private final SourceShape shape;
    private final EvidenceSettings settings;
    private final PeakText peakText;

    PlainExamples(
            List<Context> contexts,
            Map<Context, float[][]> gates,
            Map<Context, float[][]> inputs,
            int feature,
            SourceShape shape,
            EvidenceSettings settings,
            PeakText peakText) {
        this.contexts = contexts.stream()
                .filter(context -> IntStream.range(0, context.counted().length).anyMatch(p -> context.counted()[p]))
                .toList();
        this.gates = gates;
        this.inputs = inputs;
        this.feature = feature;
        this.shape = shape;
        this.settings = settings;
        this.peakText = peakText;
        counted = countedTokens();
    }

    /** @param histogramExponent the width of the bins that bounds of intervals are moved to */
    List<ExampleGroup> groups(int histogramExponent) {
        List<ExampleGroup> groups = new ArrayList<>();
        groups.add(top());
        if (shape.signed()) {
            groups.add(bottom());
        }
        groups.addAll(intervals(histogramExponent));
        groups.add(random());
        groups.addAll(labels());
        if (shape.gated()) {
            groups.addAll(signCases());
        }
        groups.removeIf(group -> group.examples().isEmpty());
        return groups;
    }

    private float value(Context context, int position) {
        return context.activations()[position][feature];
    }

    private float[] countedTokens() {
        List<Float> values = new ArrayList<>();
        contexts.forEach(context -> positions(context).forEach(p -> values.add(value(context, p))));
        float[] tokens = new float[values.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = values.get(i);
        }
        return tokens;
    }

    private long tokens(Predicate<Float> which) {
        long tokens = 0;
        for (float token : counted) {
            tokens += which.test(token) ? 1 : 0;
        }
        return tokens;
    }

    private static List<Integer> positions(Context context) {
        return IntStream.range(0, context.counted().length)
                .filter(p -> context.counted()[p])
                .boxed()
                .toList();
    }

    private Member maximum(Context context) {
        return positions(context).stream()
                .map(p -> new Member(context, p, value(context, p) + 0f))
                .reduce((best, next) -> next.peak > best.peak ? next : best)
                .orElseThrow();
    }

    private Member minimum(Context context) {
        return positions(context).stream()
                .map(p -> new Member(context, p, value(context, p) + 0f))
                .reduce((best, next) -> next.peak < best.peak ? next : best)
                .orElseThrow();
    }

    private ExampleGroup top() {
        List<Member> members =
                contexts.stream().map(this::maximum).filter(m -> m.peak > 0).toList();
        return new ExampleGroup(
                GroupKind.TOP,
                0,
                0,
                Float.POSITIVE_INFINITY,
                tokens(v -> v > 0),
                members.size(),
                strongest(members, settings.topK()));
    }

    private ExampleGroup bottom() {
        List<Member> members =
                contexts.stream().map(this::minimum).filter(m -> m.peak < 0).toList();
        return new ExampleGroup(
                GroupKind.BOTTOM,
                0,
                Float.NEGATIVE_INFINITY,
                0,
                tokens(v -> v < 0),
                members.size(),
                strongest(members, settings.topK()));
    }

    private List<Example> strongest(List<Member> members, int k) {
        Comparator<Member> order = Comparator.<Member, Float>comparing(m -> -Math.abs(m.peak))
                .thenComparing(m -> m.context.id(), Long::compareUnsigned);
        Map<Long, List<Member>> texts = new LinkedHashMap<>();
        members.stream()
                .sorted(order)
                .forEach(m -> texts.computeIfAbsent(peakText.key(m.context, m.position), key -> new ArrayList<>())
                        .add(m));
        List<List<Member>> best = texts.values().stream().limit(k).toList();
        Member bar = best.size() == k ? best.get(k - 1).get(0) : null;
        return best.stream().map(text -> example(text, bar, order)).toList();
    }

    private Example example(List<Member> text, @Nullable Member bar, Comparator<Member> order) {
        List<Repeat> repeats = text.stream()
                .skip(1)
                .filter(m -> bar == null || order.compare(m, bar) <= 0)
                .limit(100)
                .map(m -> new Repeat(m.context.id(), m.position, m.peak))
                .toList();
        Example first = example(text.get(0));
        return new Example(first.context(), first.peakPosition(), first.peak(), first.activations(), repeats);
    }

    private Example example(Member member) {
        float[] activations = new float[member.context.counted().length];
        positions(member.context).forEach(p -> activations[p] = value(member.context, p));
        return new Example(member.context.id(), member.position, member.peak, ActivationFormat.encode(activations));
    }

    private List<Example> sample(List<Member> members, int m) {
        return members.stream()
                .sorted(Comparator.comparing(
                        member -> SamplingPriority.of(settings.seed(), feature).applyAsLong(member.context.id())))
                .limit(m)
                .map(this::example)
                .toList();
    }

    private ExampleGroup random() {
        List<Member> all = contexts.stream().map(this::maximum).toList();
        return new ExampleGroup(
                GroupKind.RANDOM,
                0,
                Float.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY,
                counted.length,
                all.size(),
                sample(all, settings.randomSamples()));
    }

    List<ExampleGroup> intervals(int histogramExponent) {
        List<Member> members =
                contexts.stream().map(this::maximum).filter(m -> m.peak > 0).toList();
        if (members.isEmpty()) {
            return List.of();
        }
        float maximum = members.stream().map(m -> m.peak).max(Float::compare).orElseThrow();
        double width = Math.pow(2, histogramExponent);
        int n = settings.intervals();
        double[] bounds = new double[n + 1];
        for (int j = 1; j < n; j++) {
            bounds[j] = Math.min(Math.round(j * (maximum / width) / n) * width, Math.floor(maximum / width) * width);
        }
        bounds[n] = maximum;
        List<ExampleGroup> groups = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            float low = (float) bounds[j];
            float high = (float) bounds[j + 1];
            boolean last = j == n - 1;
            List<Member> inside = members.stream()
                    .filter(m -> m.peak >= low && (m.peak < high || last))
                    .toList();
            long tokens = tokens(v -> v > 0 && v >= low && (v < high || last));
            if (inside.isEmpty()) {
                continue;
            }
            groups.add(new ExampleGroup(
                    GroupKind.INTERVAL,
                    j,
                    low,
                    high,
                    tokens,
                    inside.size(),
                    sample(inside, settings.intervalSamples())));
        }
        return groups;
    }

    private List<ExampleGroup> labels() {
        Map<Label, List<Context>> byLabel = new TreeMap<>(Labels.ORDER);
        contexts.forEach(context -> byLabel.computeIfAbsent(context.label(), label -> new ArrayList<>())
                .add(context));
        List<ExampleGroup> groups = new ArrayList<>();
        int number = 0;
        for (Map.Entry<Label, List<Context>> entry : byLabel.entrySet()) {
            List<Member> members = entry.getValue().stream()
                    .map(this::maximum)
                    .filter(m -> m.peak > 0)
                    .toList();
            if (entry.getKey().name() != null) {
                groups.add(new ExampleGroup(
                        GroupKind.LABEL,
                        number,
                        0,
                        Float.POSITIVE_INFINITY,
                        entry.getValue().stream()
                                .mapToLong(c -> positions(c).size())
                                .sum(),
                        entry.getValue().size(),
                        strongest(members, settings.labelTopK())));
            }
            number++;
        }
        return groups;
    }

    /** By the signs of gate and input themselves. */
    private List<ExampleGroup> signCases() {
        List<ExampleGroup> groups = new ArrayList<>();
        for (SignCase signCase : SignCase.values()) {
            boolean gatePositive = signCase.ordinal() < 2;
            boolean inputPositive = signCase.ordinal() % 2 == 0;
            long tokens = 0;
            long holders = 0;
            List<Member> members = new ArrayList<>();
            for (Context context : contexts) {
                List<Integer> some = positions(context).stream()
                        .filter(p -> get(gates, context)[p][feature] > 0 == gatePositive
                                && get(inputs, context)[p][feature] > 0 == inputPositive)
                        .toList();
                tokens += some.size();
                holders += some.isEmpty() ? 0 : 1;
                some.stream()
                        .map(p -> new Member(context, p, value(context, p)))
                        .reduce((best, next) -> Math.abs(next.peak) > Math.abs(best.peak) ? next : best)
                        .filter(member -> member.peak != 0)
                        .ifPresent(members::add);
            }
            boolean positive = gatePositive == inputPositive;
            groups.add(new ExampleGroup(
                    GroupKind.SIGN_CASE,
                    signCase.ordinal(),
                    positive ? 0 : Float.NEGATIVE_INFINITY,
                    positive ? Float.POSITIVE_INFINITY : 0,
                    tokens,
                    holders,
                    strongest(members, settings.topK())));
        }
        return groups;
    }

    private static float[][] get(Map<Context, float[][]> of, Context context) {
        return Objects.requireNonNull(of.get(context));
    }
}
