package org.featurescope.pipeline.activations;

import java.io.IOException;
import java.util.List;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.Activations;
import org.featurescope.lm.sae.Sae;
import org.featurescope.pipeline.corpus.CorpusContext;

/**
 * Writes one format. For each batch: its contexts, then what was asked for in any order, then the end of the batch. {@link
 * #finish} completes the file; closing without it leaves none.
 */
interface ActivationWriter extends AutoCloseable {

    void beginBatch(List<CorpusContext> contexts) throws IOException;

    void activations(HookPoint point, Activations shown) throws IOException;

    /** Some of the batch's contexts; the next call goes on with those that follow. */
    void latents(Sae sae, Activations shown) throws IOException;

    void endBatch() throws IOException;

    void finish() throws IOException;

    @Override
    void close() throws IOException;
}
