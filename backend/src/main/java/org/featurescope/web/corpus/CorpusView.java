package org.featurescope.web.corpus;

import java.util.List;
import java.util.OptionalInt;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * A corpus as its template shows it.
 *
 * @param pin the run that links stay in; null: the newest
 * @param runs that read it; the one that is shown has no address
 * @param labels the one that documents are narrowed to has no address
 */
public record CorpusView(
        List<PageLink> crumbs,
        String json,
        String action,
        @Nullable String pin,
        List<Run> runs,
        List<Label> labels,
        List<Licence> licences,
        String everyDocument,
        @Nullable String previous,
        @Nullable String next) {

    public record Run(
            int run,
            String name,
            String model,
            String about,
            @Nullable String url,
            String counts) {}

    public record Label(String name, @Nullable String url, String contexts, String tokens) {}

    public record Licence(String name, String documents) {}

    static CorpusView of(CorpusPage page, @Nullable String pin) {
        OptionalInt run =
                pin == null ? OptionalInt.empty() : OptionalInt.of(page.run().run());
        String all = Links.pinned(Links.corpus(page.sha256()), run);
        return new CorpusView(
                List.of(new PageLink(Words.of("corpora"), Links.home())),
                CorpusPages.narrowed(Links.pinned(Links.corpusJson(page.sha256()), run), page.label()),
                Links.corpus(page.sha256()),
                pin,
                page.runs().stream().map(each -> run(page, each)).toList(),
                page.labels().stream().map(label -> label(page, label, all)).toList(),
                page.licences().stream()
                        .map(licence -> new Licence(
                                licence.licence() == null ? Words.of("corpus.licences.none") : licence.licence(),
                                Numbers.count(licence.documents())))
                        .toList(),
                all,
                html(page, page.previous()),
                html(page, page.next()));
    }

    private static Run run(CorpusPage page, CorpusPage.Run run) {
        String url = Links.pinned(Links.corpus(page.sha256()), OptionalInt.of(run.run()));
        return new Run(
                run.run(),
                run.name(),
                run.model(),
                run.url(),
                run.run() == page.run().run() ? null : url,
                Words.of(
                        "corpus.counts",
                        Numbers.count(run.tokens()),
                        Numbers.count(run.contexts()),
                        Numbers.count(run.contextTokens())));
    }

    private static Label label(CorpusPage page, CorpusPage.Label label, String all) {
        String name = label.label();
        return new Label(
                name == null ? Words.of("label.none.name") : name,
                name == null || name.equals(page.label()) ? null : CorpusPages.narrowed(all, name),
                Numbers.count(label.contexts()),
                Numbers.count(label.tokens()));
    }

    /** The page of a twin. */
    private static @Nullable String html(CorpusPage page, @Nullable String json) {
        return json == null
                ? null
                : Links.corpus(page.sha256())
                        + json.substring(Links.corpusJson(page.sha256()).length());
    }
}
