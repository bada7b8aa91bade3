package org.featurescope.pipeline.activations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.Activations;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.SaeEncoder;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.Tokenizer;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.CorpusContext;
import org.featurescope.pipeline.scan.ScanProgress;

/** Runs a model over a corpus and writes what it shows, context by context in the order of the corpus. */
public final class ActivationExport {

    private final ActivationRequest request;
    private final ActivationWriter writer;
    private final Set<HookPoint> wanted = new HashSet<>();
    private final List<SaeEncoder> encoders = new ArrayList<>();
    private long contexts;
    private long tokens;
    private long countedTokens;

    private ActivationExport(ActivationRequest request, ActivationWriter writer) {
        this.request = request;
        this.writer = writer;
        wanted.addAll(request.hooks());
    }

    /**
     * Runs to the end; an error leaves no file, nor changes one that was there.
     *
     * @throws IllegalArgumentException for a setting that cannot be, or a text without a token
     */
    public static ActivationReport run(ActivationRequest request, ScanProgress progress) {
        ModelFolder model = ModelFolder.open(request.model());
        check(request, model);
        try (Tokenizer tokenizer = model.tokenizer()) {
            OptionalInt bos = request.bos().token(tokenizer);
            try (ActivationWriter writer =
                            writer(request, tokenizer, model.hookPoints(), Origin.of(request, model, bos));
                    ContextCutter corpus =
                            new ContextCutter(request.corpus().read(), tokenizer, request.contextTokens(), bos);
                    HookedModel running = model.load(request.device())) {
                ActivationExport export = new ActivationExport(request, writer);
                export.run(running, corpus, progress);
                return new ActivationReport(export.contexts, export.tokens, Files.size(request.out()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(request.out() + ": cannot be written (" + e + ")", e);
        }
    }

    private static void check(ActivationRequest request, ModelFolder model) {
        for (HookPoint point : request.hooks()) {
            if (!model.hookPoints().containsKey(point)) {
                throw new IllegalArgumentException("--hook " + point + ": the model has no such hook point; it has "
                        + sites(model) + ", {layer} from 0 to "
                        + (model.shape().layers() - 1));
            }
        }
        request.saes().forEach(model::requireFit);
        if (request.contextTokens() > model.shape().maxPositions()) {
            throw new IllegalArgumentException("--context-tokens must be <= "
                    + model.shape().maxPositions() + " for this model, got " + request.contextTokens());
        }
    }

    private static Set<String> sites(ModelFolder model) {
        Set<String> sites = new LinkedHashSet<>();
        for (HookPoint point : model.hookPoints().keySet()) {
            sites.add(point.layer() == null ? point.site() : "blocks.{layer}." + point.site());
        }
        return sites;
    }

    private static ActivationWriter writer(
            ActivationRequest request, Tokenizer tokenizer, Map<HookPoint, Integer> widths, Origin origin)
            throws IOException {
        String name = request.out().getFileName().toString();
        if (name.endsWith(".safetensors")) {
            return new SafetensorsActivations(request, widths, origin);
        }
        if (name.endsWith(".json")) {
            return new JsonActivations(request, tokenizer, origin);
        }
        throw new IllegalArgumentException("--out must end in .safetensors or .json, got " + request.out());
    }

    private void run(HookedModel model, ContextCutter corpus, ScanProgress progress) throws IOException {
        try {
            request.saes().forEach(sae -> encoders.add(model.attach(sae)));
            encoders.forEach(encoder -> wanted.add(encoder.sae().input()));
            for (List<CorpusContext> batch = next(corpus); !batch.isEmpty(); batch = next(corpus)) {
                write(model, batch);
                progress.scanned(tokens, share(corpus));
            }
        } finally {
            encoders.forEach(SaeEncoder::close);
        }
        if (contexts == 0) {
            throw new IllegalArgumentException("there is no text to run the model over");
        }
        writer.finish();
    }

    private List<CorpusContext> next(ContextCutter corpus) {
        List<CorpusContext> batch = new ArrayList<>();
        while (batch.size() < request.batchContexts() && !limitReached()) {
            CorpusContext context = corpus.next();
            if (context == null) {
                break;
            }
            batch.add(context);
            tokens += context.tokens().tokenIds().length;
            countedTokens += context.tokens().countedTokens();
        }
        contexts += batch.size();
        return batch;
    }

    private boolean limitReached() {
        return request.maxTokens().isPresent()
                && countedTokens >= request.maxTokens().getAsLong();
    }

    private double share(ContextCutter corpus) {
        double ofLimit = request.maxTokens().isPresent()
                ? (double) countedTokens / request.maxTokens().getAsLong()
                : 0;
        return Math.min(1, Math.max(ofLimit, corpus.share()));
    }

    private void write(HookedModel model, List<CorpusContext> batch) throws IOException {
        writer.beginBatch(batch);
        try {
            model.run(new TokenBatch(batch.stream().map(CorpusContext::tokens).toList()), wanted, this::show);
        } catch (UncheckedIOException e) {
            throw e.getCause(); // from show
        }
        writer.endBatch();
    }

    private void show(HookPoint point, Activations activations) {
        try {
            if (request.hooks().contains(point)) {
                writer.activations(point, activations);
            }
            for (SaeEncoder encoder : encoders) {
                if (encoder.sae().input().equals(point)) {
                    encoder.onActivations(point, activations, false, latents -> writeLatents(encoder, latents));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeLatents(SaeEncoder encoder, Activations latents) {
        try {
            writer.latents(encoder.sae(), latents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
