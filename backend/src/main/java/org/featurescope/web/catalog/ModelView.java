package org.featurescope.web.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.common.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * A model as its template shows it.
 *
 * @param groups sources by kind
 * @param corpora of the newest run
 */
public record ModelView(List<Group> groups, List<Corpus> corpora) {

    /** @param labels by name */
    public record Corpus(String name, String contexts, String tokens, List<LabelRow> labels) {}

    public record LabelRow(String name, String contexts, String tokens) {}

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
            int run) {}

    static ModelView of(ModelPage page) {
        List<Group> groups = new ArrayList<>();
        add(groups, page, "mlp", "MLP neurons", "Neurons");
        add(groups, page, "hook", "Other hook points", "Dimensions");
        add(groups, page, "sae", "Sparse autoencoders", "Latents");
        add(groups, page, "transcoder", "Transcoders", "Latents");
        return new ModelView(
                groups,
                page.runs().stream()
                        .limit(1)
                        .flatMap(run -> run.corpora().stream().map(corpus -> corpus(corpus, run)))
                        .toList());
    }

    private static Corpus corpus(RunCorpus corpus, RunFacts run) {
        return new Corpus(
                corpus.name(),
                Numbers.count(corpus.contexts()),
                Numbers.count(corpus.tokens()),
                run.labels().stream()
                        .filter(label -> label.corpus().equals(corpus.name()))
                        .map(label -> new LabelRow(
                                label.label() == null ? "no label" : label.label(),
                                Numbers.count(label.contexts()),
                                Numbers.count(label.tokens())))
                        .toList());
    }

    private static void add(List<Group> groups, ModelPage page, String kind, String title, String nouns) {
        List<Row> rows = page.sources().stream()
                .filter(source -> source.kind().equals(kind))
                .map(ModelView::row)
                .toList();
        if (!rows.isEmpty()) {
            groups.add(new Group(kind, title, nouns, nouns.equals("Latents"), rows));
        }
    }

    private static Row row(ModelPage.Source source) {
        SaeFacts sae = source.sae();
        FidelityFacts fidelity = source.fidelity();
        return new Row(
                source.source(),
                source.url(),
                source.layer() == null ? "–" : String.valueOf(source.layer()),
                sae == null
                        ? List.of(source.hookPoint())
                        : Stream.of(source.hookPoint(), sae.outputHookPoint())
                                .distinct()
                                .toList(),
                Numbers.count(source.features()),
                fidelity == null || fidelity.fvu() == null ? null : Numbers.significant(fidelity.fvu(), 3),
                fidelity == null ? null : Numbers.fixed(fidelity.meanL0(), 1),
                fidelity == null ? null : Numbers.percent(fidelity.deadFraction()),
                fidelity == null ? null : fidelity.suspicion(),
                source.run());
    }
}
