package org.featurescope.pipeline.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.featurescope.db.store.ExplanationRow;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.PublishedFeatures;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.PublishedTexts;
import org.featurescope.db.store.SourceRow;

/** Features of a source with their texts, some at a time, by index. */
final class FeatureBatches implements AutoCloseable {

    static final int FEATURES = 128;

    private final SourceRow source;
    private final PublishedFeatures features;
    private final PublishedTexts texts;
    private int next;

    FeatureBatches(DataSource database, PublishedRun run, SourceRow source) {
        this.source = source;
        this.features = PublishedFeatures.open(database, run.id(), source.name());
        this.texts = PublishedTexts.open(database, run);
    }

    TokenTexts tokens() {
        return new TokenTexts(texts.tokens());
    }

    List<PublishedTexts.Label> labels() {
        return texts.labels();
    }

    /**
     * @param number of the batch, from 0
     * @param contexts of their examples, by id
     * @param explanations by feature
     */
    record Batch(
            int number,
            List<FeatureRow> features,
            Map<Long, PublishedTexts.Text> contexts,
            Map<Integer, List<ExplanationRow>> explanations) {}

    boolean hasNext() {
        return next < source.features();
    }

    Batch next() {
        int from = next;
        int to = Math.min(source.features(), from + FEATURES);
        next = to;
        List<FeatureRow> rows = new ArrayList<>();
        Set<Long> contexts = new HashSet<>();
        for (int index = from; index < to; index++) {
            features.feature(index).ifPresent(rows::add); // an import may lack some
        }
        rows.stream()
                .flatMap(row -> row.kept().groups().stream())
                .flatMap(group -> group.examples().stream())
                .forEach(example -> contexts.add(example.context()));
        return new Batch(
                from / FEATURES,
                rows,
                texts.contexts(contexts),
                texts.explanations(source.name(), from, to).stream()
                        .collect(Collectors.groupingBy(ExplanationRow::feature)));
    }

    @Override
    public void close() {
        features.close();
        texts.close();
    }
}
