package org.featurescope.web.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.common.Numbers;
import org.jspecify.annotations.Nullable;

/** A model as its template shows it: sources by kind. */
public record ModelView(List<Group> groups) {

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
        return new ModelView(groups);
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
