package org.featurescope.core.evidence;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Collects the evidence of all features of one source. Feed it blocks, then ask for each feature's evidence; or feed
 * several collectors with disjoint parts of a corpus and {@link #merge} them: the result is the same, bit for bit.
 *
 * <p>A block's features are shared out over the threads of the common pool; one thread at a time may call a collector.
 */
public final class EvidenceCollector {

    /** Features that one thread takes at a time: 128 positions of them fit into a core's second-level cache. */
    private static final int FEATURES_PER_RANGE = 128;

    /** More tokens would overflow the histogram's counts. */
    private static final long MAX_TOKENS = 0xFFFF_FFFFL;

    private final int features;
    private final EvidenceSettings settings;
    private final RangeCollector[] ranges;

    /**
     * @param peakText tells near-duplicates
     */
    public EvidenceCollector(SourceShape shape, EvidenceSettings settings, PeakText peakText) {
        features = shape.features();
        this.settings = settings;
        ranges = IntStream.iterate(0, first -> first < features, first -> first + FEATURES_PER_RANGE)
                .mapToObj(first ->
                        new RangeCollector(first, Math.min(FEATURES_PER_RANGE, features - first), settings.topK()))
                .toArray(RangeCollector[]::new);
    }

    public void accept(ActivationBlock block) {
        if (block.features() != features) {
            throw new IllegalArgumentException(
                    "a block of " + features + " features expected, got " + block.features());
        }
        IntStream.range(0, ranges.length).parallel().forEach(i -> ranges[i].accept(block));
        checkTokens();
    }

    /** Adds what another collector saw, which stays as it is. The two must have seen different contexts. */
    public void merge(EvidenceCollector other) {
        if (other.features != features || !other.settings.equals(settings)) {
            throw new IllegalArgumentException("cannot merge " + other + " into " + this);
        }
        for (int i = 0; i < ranges.length; i++) {
            ranges[i].merge(other.ranges[i]);
        }
        checkTokens();
    }

    private void checkTokens() {
        if (tokens() > MAX_TOKENS) {
            throw new IllegalStateException("one run counts at most " + MAX_TOKENS + " tokens, got " + tokens());
        }
    }

    public int features() {
        return features;
    }

    /** Tokens that counted so far. */
    public long tokens() {
        return ranges[0].tokens();
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
        return IntStream.range(0, features).mapToLong(index -> ranges[index / FEATURES_PER_RANGE].activeTokens(index));
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
        return ranges[index / FEATURES_PER_RANGE].feature(index);
    }

    @Override
    public String toString() {
        return "evidence of " + features + " features, " + settings;
    }
}
