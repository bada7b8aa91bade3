package org.featurescope.web.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Words;
import org.featurescope.web.text.Piece;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A document as its template shows it.
 *
 * @param passages the text, with a mark at the peak of each feature that is listed
 * @param sources the features by source; null: the run is of a version that did not keep them
 * @param runs of other models, or older ones
 */
public record DocumentView(
        List<PageLink> crumbs,
        String title,
        String json,
        List<Passage> passages,
        @Nullable List<Source> sources,
        List<PageLink> runs,
        @Nullable String previous,
        @Nullable String next,
        @Nullable String previousPart,
        @Nullable String nextPart) {

    /** @param missing what is not stored in front of it, in words; null: nothing */
    public record Passage(@Nullable String missing, List<Span> spans) {}

    /**
     * A stretch of text.
     *
     * @param id of the context that begins here; null: none does
     * @param url of the feature that stands out most of those that have their peak here; null: none has
     * @param peak the id of the peak; null: there is none
     * @param title the features that have
     */
    public record Span(
            @Nullable String id,
            String text,
            @Nullable String url,
            @Nullable String peak,
            @Nullable String title) {}

    public record Source(String name, String url, String nouns, List<Feature> features) {}

    /** @param place its peak in the text; null: in another part */
    public record Feature(
            int index,
            String url,
            String deviations,
            String peak,
            String token,
            @Nullable String place) {}

    static DocumentView of(CorpusPages.ShownDocument shown) {
        DocumentPage page = shown.page();
        Map<Piece, List<DocumentPage.Feature>> peaks = peaks(shown);
        String here = page.url();
        return new DocumentView(
                List.of(new PageLink(page.corpus(), page.corpusUrl())),
                page.title() == null ? page.id() : page.title(),
                json(page.part() == 1 ? here : Links.with(here, "part", String.valueOf(page.part()))),
                shown.text().passages().stream()
                        .map(passage -> new Passage(missing(passage), spans(passage, peaks)))
                        .toList(),
                page.features() == null ? null : sources(shown, page.features(), peaks),
                runs(shown),
                html(page.previous()),
                html(page.next()),
                page.part() == 1 ? null : Links.with(here, "part", String.valueOf(page.part() - 1)),
                page.parts() == page.part() ? null : Links.with(here, "part", String.valueOf(page.part() + 1)));
    }

    private static @Nullable String html(@Nullable String json) {
        return json == null ? null : json.replaceFirst("\\.json(?=\\?|$)", "");
    }

    private static String json(String page) {
        return page.replaceFirst("(?=\\?|$)", ".json");
    }

    /** The newest run of each other model. */
    private static List<PageLink> runs(CorpusPages.ShownDocument shown) {
        Map<String, PageLink> runs = new TreeMap<>();
        String url = shown.page().url().replaceFirst("\\?.*", "");
        for (CorpusPage.Run run : shown.runs()) {
            if (!run.model().equals(shown.page().run().model())) {
                runs.putIfAbsent(
                        run.model(),
                        new PageLink(
                                Words.of("document.run.of", run.model(), String.valueOf(run.run())),
                                Links.pinned(url, OptionalInt.of(run.run()))));
            }
        }
        return List.copyOf(runs.values());
    }

    private static List<Source> sources(
            CorpusPages.ShownDocument shown,
            List<DocumentPage.Feature> features,
            Map<Piece, List<DocumentPage.Feature>> peaks) {
        Map<DocumentPage.Feature, String> places = new HashMap<>();
        peaks.values().forEach(here -> here.forEach(feature -> places.put(feature, "#" + peakId(here))));
        Map<String, List<Feature>> bySource = new LinkedHashMap<>();
        Map<String, String> nouns = new HashMap<>();
        for (DocumentPage.Feature feature : features) {
            nouns.put(feature.source(), SourceFacts.featureNouns(feature.kind()));
            bySource.computeIfAbsent(feature.source(), source -> new ArrayList<>())
                    .add(new Feature(
                            feature.index(),
                            feature.url(),
                            Numbers.significant(feature.deviations(), 3),
                            Numbers.significant(feature.peak(), 3),
                            feature.token() == null ? "" : VisibleText.inLine(feature.token()),
                            places.get(feature)));
        }
        List<Source> sources = new ArrayList<>();
        bySource.forEach((name, list) -> sources.add(new Source(
                name,
                Links.pinned(Links.source(shown.page().run().model(), name), shown.pin()),
                nouns.getOrDefault(name, "features"),
                list)));
        return sources;
    }

    /** Where features have their peaks, as far as that is on this page. */
    private static Map<Piece, List<DocumentPage.Feature>> peaks(CorpusPages.ShownDocument shown) {
        Map<Piece, List<DocumentPage.Feature>> peaks = new IdentityHashMap<>();
        List<DocumentPage.Feature> features = shown.page().features();
        for (DocumentPage.Feature feature : features == null ? List.<DocumentPage.Feature>of() : features) {
            Piece piece = shown.text().piece(feature.context(), feature.peakPosition());
            if (piece != null) {
                peaks.computeIfAbsent(piece, at -> new ArrayList<>()).add(feature);
            }
        }
        return peaks;
    }

    /** The id of a peak in the page: that of the first feature which has it. */
    private static String peakId(List<DocumentPage.Feature> features) {
        return "p" + features.get(0).context() + "-" + features.get(0).peakPosition();
    }

    private static @Nullable String missing(DocumentText.Passage passage) {
        return passage.missingBefore() == 0 ? null : Words.of("document.gap", Numbers.count(passage.missingBefore()));
    }

    private static List<Span> spans(DocumentText.Passage passage, Map<Piece, List<DocumentPage.Feature>> peaks) {
        Map<Integer, Integer> contexts = new HashMap<>();
        passage.starts().forEach((context, token) -> contexts.put(token, context));
        List<Span> spans = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String id = null;
        for (Piece piece : passage.pieces()) {
            Integer context = contextIn(piece, contexts);
            List<DocumentPage.Feature> here = peaks.get(piece);
            if (context != null || here != null) {
                addText(spans, id, text);
                id = context == null ? null : "c" + context;
            }
            if (here == null) {
                text.append(piece.text());
            } else {
                spans.add(peak(id, piece, here));
                id = null;
            }
        }
        addText(spans, id, text);
        return spans;
    }

    /** The context that begins with a piece, or within it. */
    private static @Nullable Integer contextIn(Piece piece, Map<Integer, Integer> contexts) {
        for (int token = piece.firstToken(); token < piece.firstToken() + piece.tokens(); token++) {
            Integer context = contexts.get(token);
            if (context != null) {
                return context;
            }
        }
        return null;
    }

    private static void addText(List<Span> spans, @Nullable String id, StringBuilder text) {
        if (text.length() > 0 || id != null) {
            spans.add(new Span(id, VisibleText.asItIs(text.toString()), null, null, null));
            text.setLength(0);
        }
    }

    private static Span peak(@Nullable String id, Piece piece, List<DocumentPage.Feature> features) {
        DocumentPage.Feature first = features.get(0);
        for (DocumentPage.Feature feature : features) {
            if (feature.deviations() > first.deviations()) {
                first = feature;
            }
        }
        String title = features.stream()
                .map(feature -> feature.source() + " " + feature.index())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return new Span(id, VisibleText.asItIs(piece.text()), first.url(), peakId(features), title);
    }
}
