package org.featurescope.web.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * About a run: what it read, what it kept, where its numbers come from; as JSON the twin of the HTML page.
 *
 * @param newest the number of the newest run of the model; the run's own if there is none newer
 * @param citation how to cite it
 * @param sources that it indexed
 */
public record RunPage(
        int schema,
        String model,
        String url,
        RunFacts run,
        int newest,
        List<ModelPage.Source> sources,
        Citation citation) {

    public RunPage {
        sources = List.copyOf(sources);
    }

    /** Its size in short. */
    public long features() {
        return sources.stream().mapToLong(ModelPage.Source::features).sum();
    }

    /** Of a newer run of the model; null: there is none. */
    public @Nullable Integer newer() {
        return newest > run.id() ? newest : null;
    }

    /**
     * @param bibtex an entry for a bibliography
     * @param text for a footnote
     */
    public record Citation(String bibtex, String text) {}
}
