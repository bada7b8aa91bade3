package org.featurescope.pipeline.scan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.Activations;
import org.featurescope.lm.ContextStatistics;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.SaeEncoder;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.sae.Sae;
import org.featurescope.pipeline.corpus.ContextCutter;

/** Runs a model and SAEs over the beginning of a corpus to see how well they fit each other; nothing is kept of it. */
public final class SaeMeasurement implements AutoCloseable {

    private static final int BATCH_CONTEXTS = 16;

    private final HookedModel model;
    private final List<Watched> watched = new ArrayList<>();
    private final Set<HookPoint> hookPoints = new HashSet<>();

    private SaeMeasurement(HookedModel model, List<Sae> saes) {
        this.model = model;
        for (Sae sae : saes) {
            Watched one = new Watched(model.attach(sae));
            watched.add(one);
            hookPoints.addAll(one.encoder.hookPoints());
        }
    }

    /**
     * @param tokens to reach, at least; less if the corpus ends before
     * @return for each SAE how well it fits, in the same order
     * @throws IllegalArgumentException if the model lacks a hook point of an SAE, or has it in another width, or if the
     *     corpus holds no text
     */
    public static List<Fidelity> measure(
            HookedModel model, List<Sae> saes, ContextCutter corpus, long tokens, ScanProgress progress) {
        try (SaeMeasurement measurement = new SaeMeasurement(model, saes)) {
            measurement.run(new Batcher(corpus, BATCH_CONTEXTS, OptionalLong.of(tokens)), progress);
            return measurement.watched.stream().map(Watched::fidelity).toList();
        }
    }

    private void run(Batcher batches, ScanProgress progress) {
        long tokens = 0;
        for (TokenBatch batch = batches.next(); batch != null; batch = batches.next()) {
            model.run(batch, hookPoints, this::show);
            tokens += batch.countedTokens();
            progress.scanned(tokens, batches.share());
        }
    }

    private void show(HookPoint point, Activations activations) {
        for (Watched one : watched) {
            if (one.encoder.hookPoints().contains(point)) {
                one.encoder.onActivations(point, activations, true, one::count);
            }
        }
    }

    @Override
    public void close() {
        watched.forEach(one -> one.encoder.close());
    }

    private static final class Watched {

        private final SaeEncoder encoder;
        private final long[] activeTokens;
        private long tokens;

        Watched(SaeEncoder encoder) {
            this.encoder = encoder;
            activeTokens = new long[encoder.sae().features()];
        }

        void count(Activations latents) {
            ContextStatistics statistics = latents.reduce();
            for (int context = 0; context < latents.contexts(); context++) {
                for (boolean counts : latents.context(context).counted()) {
                    tokens += counts ? 1 : 0;
                }
                for (int feature = 0; feature < activeTokens.length; feature++) {
                    activeTokens[feature] += statistics.active(context, feature);
                }
            }
        }

        Fidelity fidelity() {
            if (tokens == 0) {
                throw new IllegalArgumentException("the corpus holds no text to measure over");
            }
            long activations = LongStream.of(activeTokens).sum();
            int dead = (int)
                    LongStream.of(activeTokens).filter(count -> count == 0).count();
            return Fidelity.of(
                    encoder.sae().output(),
                    encoder.sae().declaredL0(),
                    encoder.fvu(),
                    encoder.measuredTokens(),
                    activations,
                    dead,
                    tokens);
        }
    }
}
