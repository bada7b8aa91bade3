package org.featurescope.web.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.PageSize;
import org.featurescope.web.common.Words;
import org.featurescope.web.corpus.CorpusRepository.CorpusRow;
import org.featurescope.web.corpus.CorpusRepository.DocumentRow;
import org.featurescope.web.corpus.CorpusRepository.RunRow;
import org.featurescope.web.text.Piece;
import org.featurescope.web.text.Vocabularies;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the pages of corpora and of their documents. */
@Component
class CorpusPages {

    /** A document with more is shown in parts. */
    static final int PART_CONTEXTS = 128;

    private static final int MOST_LINKS = 50;
    private static final String NUMBER = "0|[1-9][0-9]{0,8}";

    private final CorpusRepository rows;
    private final Licences licences;
    private final Vocabularies vocabularies;

    CorpusPages(CorpusRepository rows, Licences licences, Vocabularies vocabularies) {
        this.rows = rows;
        this.licences = licences;
        this.vocabularies = vocabularies;
    }

    /** A corpus, the runs that read it, and the one that is shown. */
    private record Found(CorpusRow corpus, List<RunRow> runs, RunRow run, OptionalInt pin) {

        String url() {
            return Links.pinned(Links.corpus(corpus.sha256()), pin);
        }
    }

    /**
     * @param label that documents are narrowed to; null: all
     * @param from the least number of a document, as the address has it; null: 0
     * @param to the greatest, for the page that ends with it; null: none
     * @param limit documents of a page, as the address has it; null: the usual number
     */
    @Transactional(readOnly = true)
    public CorpusPage corpus(
            String name,
            @Nullable String run,
            @Nullable String label,
            @Nullable String from,
            @Nullable String to,
            @Nullable String limit) {
        Found found = find(name, run);
        int size = PageSize.of(limit, found.url());
        boolean backward = to != null;
        int at = to != null ? number("to", to, found) : from == null ? 0 : number("from", from, found);
        List<DocumentRow> read = new ArrayList<>(rows.documents(found.corpus.id(), label, at, backward, size + 1));
        boolean more = read.size() > size;
        if (more) {
            read.remove(size);
        }
        if (backward) {
            Collections.reverse(read);
        }
        boolean hasPrevious = !read.isEmpty() && (backward ? more : at > 0);
        boolean hasNext = !read.isEmpty() && (backward || more);
        String json =
                PageSize.on(narrowed(Links.pinned(Links.corpusJson(found.corpus.sha256()), found.pin), label), size);
        return new CorpusPage(
                1,
                found.corpus.name(),
                narrowed(found.url(), label),
                found.corpus.sha256(),
                run(found.run),
                found.runs.stream().map(CorpusPages::run).toList(),
                rows.labels(found.run.run(), found.run.ordinal()).stream()
                        .map(row -> new CorpusPage.Label(row.label(), row.contexts(), row.tokens()))
                        .toList(),
                licences.of(found.corpus.id(), found.runs).stream()
                        .map(row -> new CorpusPage.Licence(row.licence(), row.documents()))
                        .toList(),
                label,
                read.stream().map(row -> document(found, row)).toList(),
                hasPrevious ? Links.with(json, "to", String.valueOf(read.get(0).documentNo() - 1)) : null,
                hasNext
                        ? Links.with(
                                json,
                                "from",
                                String.valueOf(read.get(read.size() - 1).documentNo() + 1))
                        : null);
    }

    static String narrowed(String url, @Nullable String label) {
        return label == null ? url : Links.withText(url, "label", label);
    }

    private static CorpusPage.Document document(Found found, DocumentRow row) {
        return new CorpusPage.Document(
                row.documentNo(),
                row.externalId(),
                Links.pinned(Links.document(found.corpus.sha256(), row.documentNo()), found.pin),
                row.title(),
                row.label(),
                row.source(),
                row.licence());
    }

    private static CorpusPage.Run run(RunRow row) {
        return new CorpusPage.Run(
                row.run(),
                row.name(),
                row.model(),
                Links.run(row.run()),
                row.contextTokens(),
                row.contexts(),
                row.tokens());
    }

    /** A page, and what its HTML needs besides. */
    record ShownDocument(DocumentPage page, DocumentText text, List<CorpusPage.Run> runs, OptionalInt pin) {}

    /** @param part of a long document, as the address has it; null: the first */
    @Transactional(readOnly = true)
    public ShownDocument document(String corpus, String document, @Nullable String run, @Nullable String part) {
        Found found = find(corpus, run);
        DocumentRow row = document.matches(NUMBER)
                ? rows.document(found.corpus.id(), Integer.parseInt(document))
                        .orElseThrow(() -> unknown(found, document))
                : null;
        if (row == null) {
            throw unknown(found, document);
        }
        int shown = part == null ? 1 : part(part, found, row);
        List<CorpusRepository.ContextRow> contexts =
                rows.contexts(found.run.contextSet(), row.documentNo(), (shown - 1) * PART_CONTEXTS, PART_CONTEXTS + 1);
        boolean more = contexts.size() > PART_CONTEXTS;
        DocumentText text = DocumentText.of(
                more ? contexts.subList(0, PART_CONTEXTS) : contexts,
                vocabularies.get(found.run.tokenizer()),
                shown == 1 ? 0 : -1);
        List<Integer> neighbours = rows.neighbours(found.corpus.id(), row.documentNo());
        DocumentPage page = new DocumentPage(
                1,
                found.corpus.name(),
                found.url(),
                row.documentNo(),
                row.externalId(),
                row.title(),
                row.label(),
                row.source(),
                row.licence(),
                Links.pinned(Links.document(found.corpus.sha256(), row.documentNo()), found.pin),
                run(found.run),
                shown,
                more ? shown + 1 : shown,
                text.passages().stream()
                        .map(passage -> new DocumentPage.Passage(
                                passage.firstToken(),
                                passage.missingBefore(),
                                passage.starts().keySet().stream().sorted().toList(),
                                passage.text()))
                        .toList(),
                found.run.documentFeatures() ? features(found, row, text) : null,
                neighbour(found, neighbours.stream().filter(no -> no < row.documentNo())),
                neighbour(found, neighbours.stream().filter(no -> no > row.documentNo())));
        return new ShownDocument(
                page, text, found.runs.stream().map(CorpusPages::run).toList(), found.pin);
    }

    private static @Nullable String neighbour(Found found, Stream<Integer> numbers) {
        return numbers.findFirst()
                .map(number -> Links.pinned(Links.documentJson(found.corpus.sha256(), number), found.pin))
                .orElse(null);
    }

    private List<DocumentPage.Feature> features(Found found, DocumentRow document, DocumentText text) {
        List<DocumentPage.Feature> features = new ArrayList<>();
        String source = "";
        int rank = 0;
        for (CorpusRepository.PeakRow row :
                rows.features(found.run.run(), found.run.ordinal(), document.documentNo())) {
            rank = row.source().equals(source) ? rank + 1 : 1;
            source = row.source();
            Piece piece = text.piece(row.context(), row.peakPosition());
            features.add(new DocumentPage.Feature(
                    source,
                    row.kind(),
                    row.feature(),
                    Links.pinned(Links.feature(found.run.model(), source, row.feature()), found.pin),
                    rank,
                    row.context(),
                    row.peakPosition(),
                    row.peak(),
                    row.deviations(),
                    piece == null ? null : piece.text()));
        }
        return features;
    }

    private Found find(String name, @Nullable String run) {
        CorpusRow corpus = name.matches("[0-9a-f]{8,64}") ? rows.corpus(name).orElse(null) : null;
        List<RunRow> runs = corpus == null ? List.of() : rows.runs(corpus.id());
        if (corpus == null || runs.isEmpty()) {
            throw unknown(name);
        }
        if (run == null) {
            return new Found(corpus, runs, runs.get(0), OptionalInt.empty());
        }
        List<PageLink> known = runs.stream()
                .limit(MOST_LINKS)
                .map(row -> new PageLink(
                        row.run() + " · " + row.name(),
                        Links.pinned(Links.corpus(corpus.sha256()), OptionalInt.of(row.run()))))
                .toList();
        if (!run.matches("[1-9][0-9]{0,8}")) {
            throw PageProblem.badRequest(Words.of("problem.run", run), Words.of("problem.runs"), known);
        }
        int pinned = Integer.parseInt(run);
        RunRow shown = runs.stream()
                .filter(row -> row.run() == pinned)
                .findFirst()
                .orElseThrow(() -> rows.retired(pinned)
                        .map(model -> PageProblem.gone(
                                Words.of("problem.run.deleted", String.valueOf(pinned), model),
                                Words.of("problem.corpus.runs", corpus.name()),
                                known))
                        .orElseGet(() -> PageProblem.notFound(
                                Words.of("problem.corpus.run", String.valueOf(pinned), corpus.name()),
                                Words.of("problem.corpus.others"),
                                known)));
        return new Found(corpus, runs, shown, OptionalInt.of(pinned));
    }

    private PageProblem unknown(String name) {
        List<PageLink> known = rows.corpora(MOST_LINKS).stream()
                .map(corpus -> new PageLink(corpus.name(), Links.corpus(corpus.sha256())))
                .toList();
        return PageProblem.notFound(
                Words.of("problem.corpus", name),
                Words.of(known.isEmpty() ? "problem.start" : "problem.corpora"),
                known.isEmpty() ? List.of(new PageLink(Words.of("problem.home"), Links.home())) : known);
    }

    private static PageProblem unknown(Found found, String document) {
        return PageProblem.notFound(
                Words.of("problem.document", found.corpus.name(), document),
                Words.of("problem.go"),
                List.of(new PageLink(Words.of("problem.document.all", found.corpus.name()), found.url())));
    }

    private static int number(String parameter, String text, Found found) {
        if (!text.matches(NUMBER)) {
            throw PageProblem.badRequest(
                    Words.of("problem.document.number", parameter, text),
                    Words.of("problem.begin"),
                    List.of(new PageLink(Words.of("problem.document.first"), found.url())));
        }
        return Integer.parseInt(text);
    }

    private static int part(String text, Found found, DocumentRow document) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw PageProblem.badRequest(
                    Words.of("problem.part", text),
                    Words.of("problem.begin"),
                    List.of(new PageLink(
                            Words.of("problem.part.first"),
                            Links.pinned(Links.document(found.corpus.sha256(), document.documentNo()), found.pin))));
        }
        return Integer.parseInt(text);
    }
}
