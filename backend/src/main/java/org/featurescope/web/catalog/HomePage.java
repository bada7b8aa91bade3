package org.featurescope.web.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models of this index, by name; as JSON the twin of the start page.
 *
 * @param byLabel of each label the feature that tells it apart best; the largest AUC first
 * @param byKurtosis of each source the feature with the largest kurtosis; the largest first
 */
public record HomePage(int schema, List<Card> models, List<Highlight> byLabel, List<Highlight> byKurtosis) {

    public HomePage {
        models = List.copyOf(models);
        byLabel = List.copyOf(byLabel);
        byKurtosis = List.copyOf(byKurtosis);
    }

    /**
     * A model in short.
     *
     * @param family null, like the numbers below it, of a model that is known from imports alone
     * @param sources how many there are
     * @param features of all sources together
     * @param run the newest
     * @param corpora that the newest runs of its sources read
     */
    public record Card(
            String model,
            String url,
            @Nullable String family,
            @Nullable Integer layers,
            @Nullable Integer dModel,
            @Nullable Integer dMlp,
            @Nullable Long parameters,
            @Nullable Integer vocabularySize,
            int sources,
            long features,
            RunFacts run,
            List<CorpusRead> corpora,
            List<SourceName> sourceNames) {

        public Card {
            corpora = List.copyOf(corpora);
            sourceNames = List.copyOf(sourceNames);
        }
    }

    /** @param tokens counted, in the newest run that read it; null: an import whose files do not say */
    public record CorpusRead(
            String corpus, String url, @Nullable Long tokens) {}

    public record SourceName(String source, String kind, String url) {}
}
