package org.featurescope.pipeline.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.featurescope.core.evidence.ContextId;

/**
 * The corpora of a run, side by side, and what their files hold. They come in the order of their keys, so that the order in which
 * they were given cannot show in the result.
 */
public final class Corpora {

    /** A corpus with the hashes of its files, as they were when the run began. */
    public record Hashed(Corpus corpus, CorpusIdentity identity) {}

    private final List<Hashed> inOrder;
    private final String name;

    private Corpora(List<Hashed> given) {
        name = given.stream().map(one -> one.corpus().name()).collect(Collectors.joining("+"));
        inOrder = given.stream()
                .sorted(Comparator.comparing(Hashed::identity, CorpusIdentity.ORDER))
                .toList();
        CorpusIdentity.requireDisjoint(inOrder.stream().map(Hashed::identity).toList());
    }

    /**
     * Reads the files, for their hashes.
     *
     * @param files those of each corpus, read in their order
     * @throws CorpusException if one is missing or of an unknown kind, or two corpora share a file
     */
    public static Corpora of(List<List<Path>> files) {
        if (files.isEmpty()) {
            throw new CorpusException("a run needs at least one corpus; give --corpus FILE");
        }
        List<Corpus> corpora = files.stream().map(Corpus::of).toList();
        List<Hashed> hashed = new ArrayList<>();
        for (Corpus corpus : corpora) {
            hashed.add(new Hashed(corpus, CorpusIdentity.of(corpus)));
        }
        return new Corpora(hashed);
    }

    /** Ordered by key ({@link ContextId#corpusKey}), without sign. */
    public List<Hashed> list() {
        return inOrder;
    }

    public List<CorpusIdentity> identities() {
        return inOrder.stream().map(Hashed::identity).toList();
    }

    /** Their names, joined, as they were given. */
    public String name() {
        return name;
    }
}
