package org.featurescope.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.SourceSelection.SaeChoice;
import org.featurescope.pipeline.corpus.Corpora;
import org.featurescope.pipeline.run.EvidenceFolder;
import org.featurescope.pipeline.run.RunPlaces;
import org.jspecify.annotations.Nullable;

/** Notes where a model and its SAEs are, and finds them again. */
final class Places {

    private Places() {}

    /**
     * @param bases of which runs a new one begins, and where their texts were
     * @param read the corpora that are read now
     */
    static RunPlaces of(Path model, SourceSelection selection, List<EvidenceFolder> bases, List<Corpora.Hashed> read) {
        Map<String, List<String>> corpora = new HashMap<>();
        bases.forEach(base -> corpora.putAll(base.places().corpora()));
        read.forEach(corpus -> corpora.put(
                corpus.identity().sha256(),
                corpus.corpus().files().stream().map(Places::absolute).toList()));
        return new RunPlaces(
                absolute(model),
                selection.hooks(),
                selection.saes().stream()
                        .map(sae -> new RunPlaces.SaePlace(
                                absolute(sae.folder()), sae.options().toMap()))
                        .toList(),
                corpora);
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /** @param given by a person; empty: as it was */
    static SourceSelection selection(RunPlaces places, List<SaeChoice> given) {
        List<SaeChoice> saes = given.isEmpty()
                ? places.saes().stream()
                        .map(sae -> new SaeChoice(existing(sae.folder(), "--sae"), SaeOptions.of(sae.options())))
                        .toList()
                : given;
        return new SourceSelection(places.hooks(), saes);
    }

    private static Path existing(String folder, String option) {
        Path path = Path.of(folder);
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException(
                    folder + ": is not there, where the run found it; say where it is with " + option + " DIR");
        }
        return path;
    }

    /**
     * The first folder that is there of those where the runs found their model.
     *
     * @param given by a person, goes before
     */
    static Path model(List<EvidenceFolder> runs, @Nullable Path given) {
        if (given != null) {
            return given;
        }
        return runs.stream()
                .map(run -> Path.of(run.places().model()))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseGet(() -> existing(runs.get(0).places().model(), "--model"));
    }
}
