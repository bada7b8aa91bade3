package org.featurescope.pipeline.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.core.FileHash;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.text.TokenText;
import org.featurescope.db.store.ContextRow;
import org.featurescope.db.store.ContextSetRow;
import org.featurescope.db.store.CorpusCount;
import org.featurescope.db.store.CorpusRow;
import org.featurescope.db.store.DocumentRow;
import org.featurescope.db.store.ExplanationRow;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.ModelRow;
import org.featurescope.db.store.RunRow;
import org.featurescope.db.store.RunWriter;
import org.featurescope.db.store.SourceRow;
import org.featurescope.db.store.TokenRow;
import org.featurescope.db.store.TokenizerRow;
import org.featurescope.pipeline.ProgramVersion;
import org.featurescope.pipeline.imports.Staging.StagedContext;
import org.jspecify.annotations.Nullable;

/** Turns what was read into rows, and publishes them. */
final class ImportLoader {

    private static final int ID_DIGITS = 32;

    private final ImportRequest request;
    private final Dump dump;
    private final Staging staging;
    private final Map<String, String> hashes;
    private final long start;
    private final TokenSpelling spelling;
    private final CorpusRow corpus;
    private final List<byte[]> tokens;
    private long features;

    /** @param hashes of the files, by their paths */
    ImportLoader(ImportRequest request, Dump dump, Staging staging, Map<String, String> hashes, long start) {
        this.request = request;
        this.dump = dump;
        this.staging = staging;
        this.hashes = hashes;
        this.start = start;
        staging.flush();
        spelling = TokenSpelling.of(staging.tokens());
        tokens = staging.tokens().stream().map(spelling::bytes).toList();
        corpus = corpus();
    }

    /** Its hash is that of the files; so the same files, imported again, share their contexts. */
    private CorpusRow corpus() {
        String names = staging.sources().stream()
                .map(DumpSource::dataset)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
        String sha256 = FileHash.ofText("featurescope import 1\n"
                + request.maxErrors()
                + (dump.limited() ? "\ntop-k " + request.topK() : "")
                + "\n"
                + String.join("\n", hashes.values()));
        return new CorpusRow(names.isEmpty() ? "texts not named in the import" : names, sha256);
    }

    ImportReport load(DataSource database) {
        String model = staging.sources().get(0).model();
        ContextSetRow contextSet = new ContextSetRow(staging.contextTokens(), null);
        try (RunWriter writer =
                RunWriter.begin(database, ModelRow.named(model), tokenizer(), List.of(corpus), contextSet)) {
            try (SpoolFile.Records<StagedContext> contexts = staging.contexts()) {
                writer.writeDocuments(0, () -> rows(contexts, this::document));
            }
            try (SpoolFile.Records<StagedContext> contexts = staging.contexts()) {
                writer.writeContexts(0, () -> rows(contexts, this::context));
            }
            for (DumpSource source : staging.sources()) {
                writeSource(writer, source);
            }
            long run = writer.publish(RunRow.imported(
                    runName(), dump.format(), manifest(), List.of(count()), ProgramVersion.get(), seconds()));
            return new ImportReport(
                    run,
                    dump.format(),
                    model,
                    staging.sources().stream().map(DumpSource::name).toList(),
                    features,
                    staging.activations(),
                    staging.contextCount(),
                    staging.explanations(),
                    staging.errors(),
                    staging.errorCount());
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private String runName() {
        Path name = request.path().toAbsolutePath().normalize().getFileName();
        return request.runName() != null ? request.runName() : name == null ? "import" : name.toString();
    }

    /** Known only if the files of all sources say the same. */
    private CorpusCount count() {
        List<DumpSource> sources = staging.sources();
        DumpSource first = sources.get(0);
        return new CorpusCount(
                sources.stream().allMatch(each -> Objects.equals(each.contexts(), first.contexts()))
                        ? first.contexts()
                        : null,
                tokensRead());
    }

    private @Nullable Long tokensRead() {
        List<DumpSource> sources = staging.sources();
        Long first = sources.get(0).tokens();
        return sources.stream().allMatch(each -> Objects.equals(each.tokens(), first)) ? first : null;
    }

    private TokenizerRow tokenizer() {
        List<TokenRow> rows = new ArrayList<>(tokens.size());
        StringBuilder all = new StringBuilder("featurescope import 1 ").append(spelling);
        for (int id = 0; id < tokens.size(); id++) {
            String string = staging.tokens().get(id);
            all.append('\n').append(string.length()).append(' ').append(string);
            rows.add(new TokenRow(id, tokens.get(id), isSpecial(id)));
        }
        return new TokenizerRow(FileHash.ofText(all.toString()), rows);
    }

    /** Unless its activation is evidence. */
    private boolean isSpecial(int id) {
        return TokenSpelling.isSpecial(staging.tokens().get(id)) && !staging.isActive(id);
    }

    private interface Numbered<T> {
        T row(int number, StagedContext context);
    }

    private static <T> Iterator<T> rows(SpoolFile.Records<StagedContext> contexts, Numbered<T> row) {
        int[] number = {0};
        return Stream.iterate(contexts.next(), Objects::nonNull, last -> contexts.next())
                .map(context -> row.row(number[0]++, Objects.requireNonNull(context)))
                .iterator();
    }

    /** Each context is a document: what stands around it is not in the files. */
    private DocumentRow document(int number, StagedContext context) {
        return new DocumentRow(number, String.valueOf(context.document()), null, null, null, null);
    }

    private ContextRow context(int number, StagedContext context) {
        List<byte[]> bytes = new ArrayList<>(context.tokenIds().length);
        for (int id : context.tokenIds()) {
            if (!isSpecial(id)) {
                bytes.add(tokens.get(id));
            }
        }
        String text =
                TokenText.pieces(bytes).stream().map(TokenText.Piece::text).collect(Collectors.joining());
        return new ContextRow(number, number, 0, context.tokenIds(), text);
    }

    private void writeSource(RunWriter writer, DumpSource source) {
        List<Path> files = staging.featureFiles(source);
        int last = lastFeature(files);
        if (last < 0) {
            return;
        }
        SourceRow row = new SourceRow(source.name(), source.kind(), source.layer(), source.hookPoint(), last + 1);
        writer.writeSourceWithGaps(row, () -> rows(files, source));
        writer.writeExplanations(row, () -> explanations(files, source));
    }

    private static int lastFeature(List<Path> files) {
        for (int i = files.size() - 1; i >= 0; i--) {
            int last = features(files.get(i)).stream()
                    .filter(StagedFeature::hasEvidence)
                    .mapToInt(StagedFeature::index)
                    .max()
                    .orElse(-1);
            if (last >= 0) {
                return last;
            }
        }
        return -1;
    }

    /** Those of one file, by index. */
    private static Collection<StagedFeature> features(Path file) {
        Map<Integer, StagedFeature> features = new TreeMap<>();
        try (SpoolFile.Records<StagedFeature> records = SpoolFile.read(file, in -> StagedFeature.read(in, features))) {
            while (records.next() != null) {}
        }
        return features.values();
    }

    private Iterator<FeatureRow> rows(List<Path> files, DumpSource source) {
        Function<Integer, Long> contextId = number -> ContextId.of(ContextId.corpusKey(corpus.sha256()), number);
        Long read = tokensRead();
        return new Concatenated<>(
                files,
                file -> features(file).stream()
                        .filter(StagedFeature::hasEvidence)
                        .peek(feature -> features++)
                        .map(feature -> feature.row(source.name(), contextId, read))
                        .iterator());
    }

    private Iterator<ExplanationRow> explanations(List<Path> files, DumpSource source) {
        return new Concatenated<>(
                files,
                file -> features(file).stream()
                        .flatMap(feature -> feature.explanations().stream())
                        .map(explanation -> explanation(explanation, source))
                        .iterator());
    }

    /**
     * One without an id gets one of what it is, so that importing it again does not add it again; so does one of a source that has
     * another name here, because ids are there once.
     */
    private ExplanationRow explanation(DumpExplanation explanation, DumpSource source) {
        String id = request.model() == null && request.source() == null ? explanation.id() : null;
        return new ExplanationRow(
                explanation.feature(),
                explanation.description(),
                "english",
                explanation.method(),
                explanation.explainer(),
                "imported from " + dump.format(),
                explanation.scores(),
                id != null && id.matches("[A-Za-z0-9_-]{1,64}")
                        ? id
                        : FileHash.ofText(source.key() + "\n" + explanation).substring(0, ID_DIGITS));
    }

    /** What of each file follows that of the one before; one file at a time is in memory. */
    private static final class Concatenated<T> implements Iterator<T> {

        private final Iterator<Path> files;
        private final Function<Path, Iterator<T>> reading;
        private Iterator<T> current = List.<T>of().iterator();

        Concatenated(List<Path> files, Function<Path, Iterator<T>> reading) {
            this.files = files.iterator();
            this.reading = reading;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && files.hasNext()) {
                current = reading.apply(files.next());
            }
            return current.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }

    /** What was imported, for everybody to see: names of files below the path, none of folders above. */
    private String manifest() {
        Path base = request.path().toAbsolutePath().normalize();
        Map<String, String> files = new TreeMap<>();
        hashes.forEach((file, sha256) -> {
            Path path = Path.of(file);
            files.put(
                    path.equals(base)
                            ? String.valueOf(base.getFileName())
                            : base.relativize(path).toString().replace('\\', '/'),
                    sha256);
        });
        Map<String, @Nullable Object> manifest = new LinkedHashMap<>();
        manifest.put("imported", dump.format());
        manifest.put("sources", staging.sources());
        manifest.put("activations", staging.activations());
        manifest.put("contexts", staging.contextCount());
        manifest.put("explanations", staging.explanations());
        manifest.put("brokenRecordsLeftOut", staging.errorCount());
        manifest.put("tokenStrings", spelling.words());
        manifest.put("files", files);
        return DumpJson.MAPPER
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(manifest)
                        .replace(System.lineSeparator(), "\n")
                + "\n";
    }
}
