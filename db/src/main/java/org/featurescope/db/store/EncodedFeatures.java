package org.featurescope.db.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;

/**
 * Features with the bytes of their evidence, which other threads make some features ahead: while PostgreSQL takes rows in, the
 * next ones are encoded.
 */
final class EncodedFeatures implements Iterator<EncodedFeatures.Encoded> {

    /** @param parts rows of the table {@code evidence} */
    record Encoded(FeatureRow row, List<byte[]> parts) {}

    private static final int FEATURES_AT_ONCE = 64;
    private static final int TASKS_AHEAD = 6;

    private final Iterator<FeatureRow> features;
    private final CorpusKeys corpora;
    private final Deque<CompletableFuture<List<Encoded>>> ahead = new ArrayDeque<>();
    private Iterator<Encoded> current = Collections.emptyIterator();

    /** @param features are taken on the thread that calls this iterator */
    EncodedFeatures(Iterator<FeatureRow> features, CorpusKeys corpora) {
        this.features = features;
        this.corpora = corpora;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext()) {
            begin();
            if (ahead.isEmpty()) {
                return false;
            }
            current = finished(ahead.remove()).iterator();
            begin();
        }
        return true;
    }

    @Override
    public Encoded next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    private void begin() {
        while (ahead.size() < TASKS_AHEAD && features.hasNext()) {
            List<FeatureRow> some = new ArrayList<>(FEATURES_AT_ONCE);
            while (some.size() < FEATURES_AT_ONCE && features.hasNext()) {
                some.add(features.next());
            }
            ahead.add(CompletableFuture.supplyAsync(
                    () -> some.stream().map(this::encode).toList()));
        }
    }

    private Encoded encode(FeatureRow row) {
        return new Encoded(row, EvidenceFormat.parts(EvidenceFormat.encode(row.kept(), corpora)));
    }

    private static List<Encoded> finished(CompletableFuture<List<Encoded>> task) {
        try {
            return task.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
