package org.featurescope.pipeline.scan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.lm.Engine;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.Tokenizer;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;

/**
 * What evidence costs on top of the model: the scan of a corpus beside the bare forward pass over the same batches, to
 * the last layer's neurons, run in turn in one process. Prints both speeds and the ratio of their medians.
 *
 * <p>Arguments: model folder, corpus file, tokens, contexts a batch, rounds.
 */
final class ScanBenchmark {

    private static final int CONTEXT_TOKENS = 128;

    private final HookedModel model;
    private final Tokenizer tokenizer;
    private final Corpus corpus;
    private final ScanSettings settings;
    private final List<FeatureSource> sources;

    private ScanBenchmark(
            HookedModel model, Tokenizer tokenizer, Corpus corpus, ScanSettings settings, List<FeatureSource> sources) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.corpus = corpus;
        this.settings = settings;
        this.sources = sources;
    }

    public static void main(String[] arguments) {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        ModelFolder folder = ModelFolder.open(Path.of(arguments[0]));
        Corpus corpus = Corpus.of(List.of(Path.of(arguments[1])));
        ScanSettings settings = new ScanSettings(
                Integer.parseInt(arguments[3]),
                EvidenceSettings.DEFAULT,
                OptionalLong.of(Long.parseLong(arguments[2])));
        try (HookedModel model = folder.load("cpu");
                Tokenizer tokenizer = folder.tokenizer()) {
            new ScanBenchmark(model, tokenizer, corpus, settings, neurons(folder))
                    .compare(Integer.parseInt(arguments[4]));
        }
    }

    private static List<FeatureSource> neurons(ModelFolder folder) {
        List<FeatureSource> sources = new ArrayList<>();
        folder.hookPoints().forEach((point, width) -> {
            HookSource source = HookSource.of(point, width);
            if (source.isNeurons()) {
                sources.add(source);
            }
        });
        return sources;
    }

    private void compare(int rounds) {
        List<TokenBatch> batches = batches();
        long tokens = batches.stream().mapToLong(TokenBatch::countedTokens).sum();
        bareForward(batches);
        double[] bare = new double[rounds];
        double[] scan = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            bare[round] = bareForward(batches);
            ScanResult result = scan();
            scan[round] = result.elapsed().toNanos() / 1e9;
            System.out.printf(
                    "bare forward %.2f s, scan %.2f s (model %.2f s, evidence %.2f s)%n",
                    bare[round],
                    scan[round],
                    result.forward().toNanos() / 1e9,
                    result.collecting().toNanos() / 1e9);
        }
        System.out.printf(
                "median of %d: bare forward %.0f tokens/s, scan %.0f tokens/s, ratio of times %.3f%n",
                rounds, tokens / median(bare), tokens / median(scan), median(scan) / median(bare));
    }

    private ContextCutter cutter() {
        return new ContextCutter(
                corpus.read(),
                tokenizer,
                CONTEXT_TOKENS,
                OptionalInt.of(tokenizer.bosToken().orElseThrow()));
    }

    private ScanResult scan() {
        try (ContextCutter cutter = cutter()) {
            return Scan.run(model, sources, cutter, NormalisedText.of(tokenizer), settings, (tokens, share) -> {});
        }
    }

    /** The batches that the scan makes of the same text. */
    private List<TokenBatch> batches() {
        List<TokenBatch> batches = new ArrayList<>();
        try (ContextCutter cutter = cutter()) {
            Batcher batcher = new Batcher(cutter, settings.batchContexts(), settings.maxTokens());
            for (TokenBatch batch = batcher.next(); batch != null; batch = batcher.next()) {
                batches.add(batch);
            }
        }
        return Collections.unmodifiableList(batches);
    }

    private double bareForward(List<TokenBatch> batches) {
        HookPoint last = HookPoint.mlpPost(model.shape().layers() - 1);
        long start = System.nanoTime();
        for (TokenBatch batch : batches) {
            model.run(batch, Set.of(last), (point, activations) -> {});
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
