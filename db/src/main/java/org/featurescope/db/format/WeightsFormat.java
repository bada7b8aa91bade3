package org.featurescope.db.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.jspecify.annotations.Nullable;

/** What is stored of {@link FeatureWeights}. */
final class WeightsFormat {

    private static final int INPUT_NORM = 1;
    private static final int OUTPUT_NORM = 2;
    private static final int COSINE = 4;
    private static final int LOGITS = 8;
    private static final int PRESENT = 16;

    /** With {@link #LOGITS}: the histogram of all effects is not known. */
    private static final int WITHOUT_HISTOGRAM = 32;

    private WeightsFormat() {}

    static void write(@Nullable FeatureWeights weights, PackedWriter out) {
        if (weights == null) {
            out.int8(0);
            return;
        }
        LogitEffects logits = weights.logits();
        out.int8(PRESENT
                | (weights.inputNorm() == null ? 0 : INPUT_NORM)
                | (weights.outputNorm() == null ? 0 : OUTPUT_NORM)
                | (weights.inputOutputCosine() == null ? 0 : COSINE)
                | (logits == null ? 0 : logits.all() == null ? LOGITS | WITHOUT_HISTOGRAM : LOGITS));
        writeIfPresent(weights.inputNorm(), out);
        writeIfPresent(weights.outputNorm(), out);
        writeIfPresent(weights.inputOutputCosine(), out);
        if (logits != null) {
            writeEffects(logits.top(), out);
            writeEffects(logits.bottom(), out);
            if (logits.all() != null) {
                out.countedBytes(HistogramFormat.encode(logits.all()));
            }
        }
        writeNeighbours(weights, out);
    }

    private static void writeIfPresent(@Nullable Double value, PackedWriter out) {
        if (value != null) {
            out.float64(value);
        }
    }

    private static void writeEffects(List<TokenEffect> effects, PackedWriter out) {
        out.varint(effects.size());
        for (TokenEffect effect : effects) {
            out.varint(effect.tokenId());
            out.float32(effect.effect());
        }
    }

    private static void writeNeighbours(FeatureWeights weights, PackedWriter out) {
        List<String> sources = Stream.concat(weights.similar().stream(), weights.coactive().stream())
                .map(Neighbour::source)
                .distinct()
                .toList();
        out.varint(sources.size());
        sources.forEach(source -> out.countedBytes(source.getBytes(StandardCharsets.UTF_8)));
        for (List<Neighbour> neighbours : List.of(weights.similar(), weights.coactive())) {
            out.varint(neighbours.size());
            for (Neighbour neighbour : neighbours) {
                out.varint(sources.indexOf(neighbour.source()));
                out.varint(neighbour.index());
                out.float32(neighbour.value());
            }
        }
    }

    static @Nullable FeatureWeights read(int index, PackedReader in) {
        int start = in.offset();
        int flags = in.int8("kinds of weights");
        if (flags == 0) {
            return null;
        }
        if ((flags & PRESENT) == 0
                || flags >= 2 * WITHOUT_HISTOGRAM
                || (flags & (LOGITS | WITHOUT_HISTOGRAM)) == WITHOUT_HISTOGRAM) {
            throw in.malformed(start, "kinds of weights must be 0, 16 to 31 or 56 to 63, got " + flags);
        }
        Double inputNorm = readIf((flags & INPUT_NORM) != 0, "input norm", in);
        Double outputNorm = readIf((flags & OUTPUT_NORM) != 0, "output norm", in);
        Double cosine = readIf((flags & COSINE) != 0, "cosine", in);
        LogitEffects logits = (flags & LOGITS) == 0 ? null : readLogits((flags & WITHOUT_HISTOGRAM) == 0, in);
        List<String> sources = readSources(in);
        List<Neighbour> similar = readNeighbours(sources, in);
        return new FeatureWeights(index, inputNorm, outputNorm, cosine, logits, similar, readNeighbours(sources, in));
    }

    private static @Nullable Double readIf(boolean present, String what, PackedReader in) {
        return present ? in.finiteFloat64(what) : null;
    }

    private static LogitEffects readLogits(boolean histogram, PackedReader in) {
        List<TokenEffect> top = readEffects(in);
        List<TokenEffect> bottom = readEffects(in);
        return new LogitEffects(
                top, bottom, histogram ? HistogramFormat.decode(in.countedBytes("histogram of logit effects")) : null);
    }

    private static List<TokenEffect> readEffects(PackedReader in) {
        int count = in.count(5, "number of logit effects");
        List<TokenEffect> effects = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            effects.add(new TokenEffect(in.int31("token id"), in.finiteFloat32("logit effect")));
        }
        return effects;
    }

    private static List<String> readSources(PackedReader in) {
        int count = in.count(1, "number of sources");
        List<String> sources = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sources.add(new String(in.countedBytes("name of a source"), StandardCharsets.UTF_8));
        }
        return sources;
    }

    private static List<Neighbour> readNeighbours(List<String> sources, PackedReader in) {
        int count = in.count(6, "number of neighbours");
        List<Neighbour> neighbours = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int start = in.offset();
            long source = in.varint("source of a neighbour");
            if (source >= sources.size()) {
                throw in.malformed(start, "source of a neighbour must be below " + sources.size() + ", got " + source);
            }
            neighbours.add(new Neighbour(
                    sources.get((int) source),
                    in.int31("index of a neighbour"),
                    in.finiteFloat32("value of a neighbour")));
        }
        return neighbours;
    }
}
