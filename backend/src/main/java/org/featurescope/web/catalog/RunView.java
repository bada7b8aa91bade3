package org.featurescope.web.catalog;

import java.util.List;
import java.util.OptionalInt;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * A run as its template shows it.
 *
 * @param took how long the scan was
 * @param groups its sources by kind, links pinned to the run
 * @param newer the newest run of the model; null: this is it
 */
public record RunView(
        String took,
        List<ModelView.Group> groups,
        List<Corpus> corpora,
        @Nullable PageLink newer,
        String pinnedModel) {

    /** A corpus, with its labels. */
    public record Corpus(String name, String url, String sha256, String contexts, String tokens, String labels) {}

    static RunView of(RunPage page) {
        RunFacts run = page.run();
        OptionalInt pin = OptionalInt.of(run.id());
        Integer newer = page.newer();
        return new RunView(
                duration(run.seconds()),
                ModelView.groups(page.sources()),
                run.corpora().stream().map(corpus -> corpus(run, corpus, pin)).toList(),
                newer == null ? null : new PageLink(Words.of("run.number", String.valueOf(newer)), Links.run(newer)),
                Links.pinned(Links.model(page.model()), pin));
    }

    private static Corpus corpus(RunFacts run, RunCorpus corpus, OptionalInt pin) {
        long labels = run.labels().stream()
                .filter(label -> label.label() != null && label.corpus().equals(corpus.name()))
                .count();
        return new Corpus(
                corpus.name(),
                Links.pinned(Links.corpus(corpus.sha256()), pin),
                corpus.sha256(),
                Numbers.count(corpus.contexts()),
                Numbers.count(corpus.tokens()),
                labels(labels));
    }

    private static String labels(long count) {
        String key = count == 0 ? "run.read.labels.none" : count == 1 ? "run.read.labels.one" : "run.read.labels.many";
        return Words.of(key, Numbers.count(count));
    }

    /** 64 s, 12 min, 3.4 h. */
    static String duration(double seconds) {
        if (seconds < 120) {
            return Numbers.significant(seconds, 2) + "\u202Fs";
        }
        return seconds < 7200 ? Math.round(seconds / 60) + "\u202Fmin" : Numbers.fixed(seconds / 3600, 1) + "\u202Fh";
    }
}
