package org.featurescope.web.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * A model as its template shows it.
 *
 * @param groups sources by kind
 * @param corpora of the newest run
 */
public record ModelView(List<Group> groups, List<Corpus> corpora) {

    /** @param labels by name */
    public record Corpus(String name, String url, String contexts, String tokens, List<LabelRow> labels) {}

    /**
     * @param url of the features that tell it apart
     * @param leader the best of them; null: none is known
     * @param auc of that one
     */
    public record LabelRow(
            String name,
            String url,
            String contexts,
            String tokens,
            @Nullable PageLink leader,
            @Nullable String auc) {}

    /**
     * Sources of one kind.
     *
     * @param nouns what their features are called
     * @param saes whether they have figures of fidelity
     */
    public record Group(String id, String title, String nouns, boolean saes, List<Row> rows) {}

    /**
     * @param fvu and the two after it: figures of fidelity; null: not measured
     * @param suspicion why it looks wrongly read; null: it does not
     */
    public record Row(
            String name,
            String url,
            String layer,
            List<String> hookPoints,
            String features,
            @Nullable String fvu,
            @Nullable String meanL0,
            @Nullable String dead,
            @Nullable String suspicion,
            int run,
            String runUrl) {}

    static ModelView of(ModelPage page) {
        return new ModelView(
                groups(page.sources()),
                page.runs().stream()
                        .limit(1)
                        .flatMap(run -> run.corpora().stream().map(corpus -> corpus(page, corpus, run)))
                        .toList());
    }

    /** Sources by kind; kinds without one are left out. */
    static List<Group> groups(List<ModelPage.Source> sources) {
        List<Group> groups = new ArrayList<>();
        add(groups, sources, "mlp");
        add(groups, sources, "hook");
        add(groups, sources, "sae");
        add(groups, sources, "transcoder");
        return groups;
    }

    private static Corpus corpus(ModelPage page, RunCorpus corpus, RunFacts run) {
        Map<String, Highlight> leaders = new HashMap<>();
        for (Highlight leader : page.leaders()) {
            if (corpus.name().equals(leader.corpus()) && leader.label() != null) {
                leaders.putIfAbsent(leader.label(), leader);
            }
        }
        return new Corpus(
                corpus.name(),
                Links.corpus(corpus.sha256()),
                Numbers.count(corpus.contexts()),
                Numbers.count(corpus.tokens()),
                run.labels().stream()
                        .filter(label -> label.corpus().equals(corpus.name()))
                        .map(label -> label(page, run, label, leaders.get(label.label())))
                        .toList());
    }

    private static LabelRow label(ModelPage page, RunFacts run, RunLabel label, @Nullable Highlight leader) {
        return new LabelRow(
                label.title(),
                Links.label(page.model(), run.labelKey(label)),
                Numbers.count(label.contexts()),
                Numbers.count(label.tokens()),
                leader == null ? null : new PageLink(leader.source() + " " + leader.index(), leader.url()),
                leader == null ? null : Numbers.fixed(leader.value(), 3));
    }

    private static void add(List<Group> groups, List<ModelPage.Source> sources, String kind) {
        List<Row> rows = sources.stream()
                .filter(source -> source.kind().equals(kind))
                .map(ModelView::row)
                .toList();
        if (!rows.isEmpty()) {
            String kindKey = "kind." + kind;
            boolean saes = kind.equals("sae") || kind.equals("transcoder");
            groups.add(new Group(kind, Words.of(kindKey), Words.of(kindKey + ".features"), saes, rows));
        }
    }

    /** Where it reads, and what it predicts if that is elsewhere. */
    private static List<String> hookPoints(ModelPage.Source source) {
        SaeFacts sae = source.sae();
        String read = Objects.requireNonNullElse(source.hookPoint(), Numbers.ABSENT);
        return sae == null
                ? List.of(read)
                : Stream.of(read, sae.outputHookPoint()).distinct().toList();
    }

    private static Row row(ModelPage.Source source) {
        FidelityFacts fidelity = source.fidelity();
        return new Row(
                source.source(),
                source.url(),
                source.layer() == null ? "–" : String.valueOf(source.layer()),
                hookPoints(source),
                Numbers.count(source.features()),
                fidelity == null || fidelity.fvu() == null ? null : Numbers.significant(fidelity.fvu(), 3),
                fidelity == null ? null : Numbers.fixed(fidelity.meanL0(), 1),
                fidelity == null ? null : Numbers.percent(fidelity.deadFraction()),
                fidelity == null ? null : fidelity.suspicion(),
                source.run(),
                Links.run(source.run()));
    }
}
