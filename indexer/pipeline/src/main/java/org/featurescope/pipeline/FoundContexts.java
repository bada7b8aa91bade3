package org.featurescope.pipeline;

import java.util.NoSuchElementException;
import java.util.function.IntPredicate;
import org.featurescope.pipeline.corpus.CorpusIdentity;
import org.featurescope.pipeline.run.EvidenceFolder;
import org.featurescope.pipeline.run.KeptContext;
import org.featurescope.pipeline.run.KeptContexts;
import org.featurescope.pipeline.run.RunFilesException;
import org.jspecify.annotations.Nullable;

/**
 * The needed contexts of a corpus, from the evidence of the run that read it. All must be there: evidence that began with another
 * run's keeps only contexts that the other had kept.
 */
final class FoundContexts implements KeptContexts {

    private final EvidenceFolder folder;
    private final CorpusIdentity corpus;
    private final IntPredicate needed;
    private final KeptContexts all;
    private int missing;
    private @Nullable KeptContext next;

    /** @param count how many are needed */
    FoundContexts(EvidenceFolder folder, CorpusIdentity corpus, IntPredicate needed, int count) {
        this.folder = folder;
        this.corpus = corpus;
        this.needed = needed;
        all = folder.contexts(corpus.key());
        missing = count;
        next = nextNeeded();
    }

    private @Nullable KeptContext nextNeeded() {
        while (all.hasNext()) {
            KeptContext context = all.next();
            if (needed.test(context.contextNo())) {
                missing--;
                return context;
            }
        }
        if (missing > 0) {
            throw new RunFilesException(folder.path() + ": " + missing + " contexts of the corpus \"" + corpus.name()
                    + "\" are missing that its evidence names; its files do not belong together: take a copy");
        }
        return null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public KeptContext next() {
        KeptContext current = next;
        if (current == null) {
            throw new NoSuchElementException();
        }
        next = nextNeeded();
        return current;
    }

    @Override
    public void close() {
        all.close();
    }
}
