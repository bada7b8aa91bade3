package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the evidence of all features of one source. Feed it blocks, then ask for each feature's evidence; or feed
 * several collectors with disjoint parts of a corpus and {@link #merge} them: the result is the same, bit for bit, moments
 * apart, which are the same within rounding. {@link #write} keeps all that a collector knows, so that it can go on later.
 *
 * <p>A block's features are shared out over the threads of the common pool; one thread at a time may call a collector.
 */
public final class EvidenceCollector {

    /** Features that one thread takes at a time: 128 positions of them fit into a core's second-level cache. */
    private static final int FEATURES_PER_RANGE = 256;

    /** More tokens would overflow the histogram's counts. */
    private static final long MAX_TOKENS = 0xFFFF_FFFFL;

    private final SourceShape shape;
    private final EvidenceSettings settings;
    private LookupTokens lookupTokens;
    private final Labels labels = new Labels();
    private final TokenSampleCollector sample;
    private RangeCollector[] ranges;
    private boolean restricted;

    /** Without a token lookup. */
    public EvidenceCollector(SourceShape shape, EvidenceSettings settings, PeakText peakText) {
        this(shape, settings, LookupTokens.NONE, peakText);
    }

    /**
     * @param lookupTokens the tokens of the token lookup
     * @param peakText tells near-duplicates
     */
    public EvidenceCollector(
            SourceShape shape, EvidenceSettings settings, LookupTokens lookupTokens, PeakText peakText) {
        this.shape = shape;
        this.settings = settings;
        this.lookupTokens = lookupTokens;
        sample = new TokenSampleCollector(shape.features(), settings.seed(), TokenSample.TOKENS);
        ranges = IntStream.iterate(0, first -> first < shape.features(), first -> first + FEATURES_PER_RANGE)
                .mapToObj(first -> new RangeCollector(
                        first,
                        Math.min(FEATURES_PER_RANGE, shape.features() - first),
                        shape,
                        settings,
                        lookupTokens,
                        peakText))
                .toArray(RangeCollector[]::new);
    }

    /**
     * Collects what some features need, and no more; before anything is accepted. What it then knows of them is the same as if
     * all features had been collected; others cannot be asked for, and nothing can be written.
     */
    public void restrictTo(int[] features) {
        Set<Integer> needed = IntStream.of(features)
                .mapToObj(feature -> feature / FEATURES_PER_RANGE)
                .collect(Collectors.toSet());
        ranges = Stream.of(ranges)
                .filter(range -> needed.contains(range.firstFeature() / FEATURES_PER_RANGE))
                .toArray(RangeCollector[]::new);
        restricted = true;
    }

    private RangeCollector range(int index) {
        int number = index / FEATURES_PER_RANGE;
        if (!restricted) {
            return ranges[number];
        }
        return Stream.of(ranges)
                .filter(range -> range.firstFeature() / FEATURES_PER_RANGE == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("feature " + index + " was not collected"));
    }

    /** Of a source that is not gated. */
    public void accept(ActivationBlock block) {
        accept(block, null);
    }

    /**
     * @param gate of a gated source, the same contexts and features before the activation function of the gate; null
     *     otherwise
     */
    public void accept(ActivationBlock block, @Nullable ActivationBlock gate) {
        requireShape(block, gate);
        int[] numbers = IntStream.range(0, block.contexts())
                .map(context -> labelNumber(block.context(context)))
                .toArray();
        IntStream.range(0, ranges.length).parallel().forEach(i -> ranges[i].accept(block, gate, numbers));
        sample.accept(block);
        checkTokens();
    }

    private void requireShape(ActivationBlock block, @Nullable ActivationBlock gate) {
        if (block.features() != features()) {
            throw new IllegalArgumentException(
                    "a block of " + features() + " features expected, got " + block.features());
        }
        if (shape.gated() != (gate != null)) {
            throw new IllegalArgumentException(
                    shape.gated() ? "a gated source needs the block of its gate" : "a gate, but the source has none");
        }
        if (gate != null && (gate.features() != features() || gate.contexts() != block.contexts())) {
            throw new IllegalArgumentException("a gate of " + features() + " features and " + block.contexts()
                    + " contexts expected, got " + gate.features() + " and " + gate.contexts());
        }
    }

    /** Counts a context; one without a counted token is no evidence, and has no number. */
    private int labelNumber(EvidenceContext context) {
        int tokens = 0;
        for (boolean counts : context.counted()) {
            tokens += counts ? 1 : 0;
        }
        return tokens == 0 ? -1 : labels.add(context.label(), tokens);
    }

    /**
     * Adds what another collector saw, which stays as it is. The two must have seen different contexts. Of two token lookups over
     * different tokens, those stay that both have.
     */
    public void merge(EvidenceCollector other) {
        if (!other.shape.equals(shape) || !other.settings.equals(settings)) {
            throw new IllegalArgumentException("cannot merge " + other + " into " + this);
        }
        int[] numbers = labels.merge(other.labels);
        lookupTokens = lookupTokens.common(other.lookupTokens);
        sample.merge(other.sample);
        IntStream.range(0, ranges.length).parallel().forEach(i -> ranges[i].merge(other.ranges[i], numbers));
        checkTokens();
    }

    private void checkTokens() {
        if (tokens() > MAX_TOKENS) {
            throw new IllegalStateException("one run counts at most " + MAX_TOKENS + " tokens, got " + tokens());
        }
    }

    /** Writes all that it knows; {@link #read} makes an equal collector of it, bit for bit. */
    public void write(DataOutput out) throws IOException {
        if (restricted) {
            throw new IllegalStateException("the evidence of some features alone cannot be written");
        }
        new EvidenceHeader(shape, settings, lookupTokens, labels).write(out);
        sample.write(out);
        for (RangeCollector range : ranges) {
            EvidenceState.writeSection(out, EvidenceState.bytes(range::write));
        }
    }

    /**
     * Goes on where {@link #write} stopped.
     *
     * @throws IOException also for bytes that are damaged, or of another version of the program
     */
    public static EvidenceCollector read(DataInput in, PeakText peakText) throws IOException {
        EvidenceHeader header = EvidenceHeader.read(in);
        EvidenceCollector collector =
                new EvidenceCollector(header.shape(), header.settings(), header.lookupTokens(), peakText);
        collector.labels.merge(header.labels());
        collector.sample.read(in);
        for (RangeCollector range : collector.ranges) {
            String name = "the features from " + range.firstFeature() + " on";
            EvidenceState.parse(EvidenceState.readSection(in, name), name, range::read);
        }
        return collector;
    }

    public SourceShape shape() {
        return shape;
    }

    public EvidenceSettings settings() {
        return settings;
    }

    public int features() {
        return shape.features();
    }

    /** Tokens that counted so far. */
    public long tokens() {
        return labels.tokens();
    }

    /** Contexts so far with at least one token that counted. */
    public long contexts() {
        return labels.contexts();
    }

    /** The labels so far; the place of each in the list is its number in the evidence of features. */
    public List<LabelCount> labels() {
        return labels.counts();
    }

    /** The tokens of the token lookup; after merging, those that both had. */
    public LookupTokens lookupTokens() {
        return lookupTokens;
    }

    /** All activations at a sample of the tokens so far; it changes with what is accepted. */
    public TokenSample tokenSample() {
        return sample;
    }

    /** Activations above 0, of all features together. */
    public long activations() {
        return activeTokens().sum();
    }

    /** Features that were above 0 at no token. */
    public int silentFeatures() {
        return (int) activeTokens().filter(tokens -> tokens == 0).count();
    }

    private LongStream activeTokens() {
        return IntStream.range(0, features()).mapToLong(index -> range(index).activeTokens(index));
    }

    /**
     * Names the contexts of all examples that are kept, some of them several times. More are kept than {@link #feature} shows:
     * what is not shown now may be after more text, or after merging. Merging keeps none that neither had.
     *
     * @param contexts receives a {@link ContextId}
     */
    public void forEachContext(LongConsumer contexts) {
        for (RangeCollector range : ranges) {
            range.forEachContext(contexts);
        }
    }

    public NonFinite nonFinite() {
        NonFinite all = new NonFinite();
        for (RangeCollector range : ranges) {
            all.merge(range.nonFinite());
        }
        return all;
    }

    /**
     * The evidence of one feature.
     *
     * @throws IllegalStateException if no token has been counted yet
     */
    public FeatureEvidence feature(int index) {
        if (tokens() == 0) {
            throw new IllegalStateException("no token has been counted");
        }
        return range(index).feature(index, labels);
    }

    @Override
    public String toString() {
        return "evidence of " + shape + ", " + settings;
    }
}
