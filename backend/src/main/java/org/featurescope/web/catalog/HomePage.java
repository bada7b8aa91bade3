package org.featurescope.web.catalog;

import java.util.List;

/** The models of this index, by name; as JSON the twin of the start page. */
public record HomePage(int schema, List<Card> models) {

    public HomePage {
        models = List.copyOf(models);
    }

    /**
     * A model in short.
     *
     * @param sources how many there are
     * @param features of all sources together
     * @param run the newest
     */
    public record Card(
            String model,
            String url,
            String family,
            int layers,
            int dModel,
            int dMlp,
            long parameters,
            int vocabularySize,
            int sources,
            long features,
            RunFacts run) {}
}
