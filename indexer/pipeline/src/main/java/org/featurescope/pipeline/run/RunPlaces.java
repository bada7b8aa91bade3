package org.featurescope.pipeline.run;

import java.util.List;
import java.util.Map;

/**
 * Where on this machine a run found what it was made of. It decides nothing, and is not published.
 *
 * @param model the model's folder
 * @param hooks patterns over the names of hook points
 * @param corpora the files of each corpus, by its hash
 */
public record RunPlaces(String model, List<String> hooks, List<SaePlace> saes, Map<String, List<String>> corpora) {

    public RunPlaces {
        corpora = Map.copyOf(corpora);
        hooks = List.copyOf(hooks);
        saes = List.copyOf(saes);
    }

    /**
     * @param folder of an SAE
     * @param options what a person said about it, as on the command line
     */
    public record SaePlace(String folder, Map<String, String> options) {

        public SaePlace {
            options = Map.copyOf(options);
        }
    }
}
