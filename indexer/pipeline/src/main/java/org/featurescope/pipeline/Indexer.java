package org.featurescope.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpora;
import org.featurescope.pipeline.corpus.CorpusIdentity;
import org.featurescope.pipeline.corpus.FrequentTokens;
import org.featurescope.pipeline.run.EvidenceFolder;
import org.featurescope.pipeline.run.Manifest;
import org.featurescope.pipeline.run.RunFilesException;
import org.featurescope.pipeline.weights.ComparisonLimit;
import org.jspecify.annotations.Nullable;

/** Indexes sources of a model over corpora and publishes the run; lets a published run grow, and merges runs. */
public final class Indexer {

    /** Of activations and weights. */
    private static final String DTYPE = "float32";

    private final Path home;
    private final DataSource database;
    private final IndexProgress progress;
    private final Duration waitForDatabase;
    private final @Nullable ComparisonLimit compareLimit;

    /** Does not wait for a database that goes away, and compares features as usual. */
    public Indexer(Path home, DataSource database, IndexProgress progress) {
        this(home, database, progress, Duration.ZERO, null);
    }

    /**
     * @param home keeps what is unfinished, and the evidence of what is published
     * @param waitForDatabase how long to wait for a PostgreSQL that goes away while a run is published
     * @param compareLimit up to which cost features are compared with each other; null: the usual one, or that of the run which a
     *     new one is made of
     */
    public Indexer(
            Path home,
            DataSource database,
            IndexProgress progress,
            Duration waitForDatabase,
            @Nullable ComparisonLimit compareLimit) {
        this.home = home;
        this.database = database;
        this.progress = progress;
        this.waitForDatabase = waitForDatabase;
        this.compareLimit = compareLimit;
    }

    /**
     * Runs to the end. An error leaves nothing in the database; the same request then goes on where this one was.
     *
     * @throws IllegalArgumentException for a setting that cannot be
     * @throws RunFilesException if the run was begun with other settings, or its files cannot be used
     */
    public IndexReport index(IndexRequest request) {
        progress.stage("Reading the model and the corpus");
        try (OpenModel model = new OpenModel(request.publicModelName(), request.model(), request.sources())) {
            Corpora corpora = Corpora.of(request.corpora());
            model.requireContextTokens(request.contextTokens());
            Manifest manifest = manifest(request, model, corpora, lookupTokens(request, model, corpora));
            RunPlan plan = new RunPlan(
                    name(request.runName(), corpora.name()),
                    manifest,
                    Places.of(request.model(), request.sources(), List.of(), corpora.list()),
                    List.of(),
                    RunPlan.byKey(corpora),
                    request.scan().acceptSuspect(),
                    request.restart());
            return run(plan, model);
        }
    }

    /** Whether a finished run was made from the same model, corpora and settings. */
    public boolean isIndexed(IndexRequest request) {
        try (OpenModel model = new OpenModel(request.publicModelName(), request.model(), request.sources())) {
            Manifest wanted = manifest(request, model, Corpora.of(request.corpora()), List.of());
            return new RunCatalog(database)
                    .all().stream()
                            .map(PublishedRun::manifest)
                            .filter(Objects::nonNull)
                            .map(json -> Manifest.ofJson(json, "a published manifest"))
                            .anyMatch(wanted::makesTheSameAs);
        }
    }

    /**
     * Makes a new run of an earlier one's evidence and more text, without reading the old text again.
     *
     * @throws IllegalArgumentException if the model is another one, or text would be counted twice
     * @throws RunFilesException if the earlier run's evidence is not here, or cannot be used
     */
    public IndexReport extend(ExtendRequest request) {
        progress.stage("Reading the model and the corpus");
        EvidenceFolder base = evidence(request.run());
        Manifest before = base.manifest();
        Corpora corpora = Corpora.of(request.corpora());
        CorpusIdentity.requireDisjoint(Stream.concat(before.corpora().stream(), corpora.identities().stream())
                .toList());
        SourceSelection selection = Places.selection(base.places(), request.saes());
        Path folder = Places.model(List.of(base), request.model());
        try (OpenModel model = new OpenModel(before.model().name(), folder, selection)) {
            Manifest manifest = before.extendedBy(
                    corpora.identities(),
                    request.device() == null ? before.device() : request.device(),
                    teraProducts(before.compareLimit()),
                    ProgramVersion.get());
            requireSameModel(before, model);
            RunPlan plan = new RunPlan(
                    name(request.runName(), names(before.corpora()) + "+" + corpora.name()),
                    manifest,
                    Places.of(folder, selection, List.of(base), corpora.list()),
                    List.of(base),
                    RunPlan.byKey(corpora),
                    request.acceptSuspect(),
                    request.restart());
            return run(plan, model);
        }
    }

    /**
     * Makes one run of several, over different corpora. Their order does not matter.
     *
     * @throws IllegalArgumentException if their settings differ, or text would be counted twice
     * @throws RunFilesException if the evidence of one is not here, or cannot be used
     */
    public IndexReport merge(MergeRequest request) {
        progress.stage("Reading the evidence");
        List<EvidenceFolder> bases =
                new ArrayList<>(request.runs().stream().map(this::evidence).toList());
        bases.sort(Comparator.comparing(base -> base.manifest().corpora().get(0), CorpusIdentity.ORDER));
        Manifest manifest = merged(bases);
        Path folder = Places.model(bases, request.model());
        SourceSelection selection = Places.selection(bases.get(0).places(), request.saes());
        try (OpenModel model = new OpenModel(manifest.model().name(), folder, selection)) {
            requireSameModel(manifest, model);
            RunPlan plan = new RunPlan(
                    name(request.runName(), names(manifest.corpora())),
                    manifest,
                    Places.of(folder, selection, bases, List.of()),
                    bases,
                    Map.of(),
                    true, // each of them was refused or accepted when it was made
                    request.restart());
            return run(plan, model);
        }
    }

    private IndexReport run(RunPlan plan, OpenModel model) {
        return new RunJob(plan, model, progress).run(home, database, waitForDatabase);
    }

    private double teraProducts(double usual) {
        return compareLimit == null ? usual : compareLimit.teraProducts();
    }

    private Manifest merged(List<EvidenceFolder> bases) {
        Manifest first = bases.get(0).manifest();
        List<CorpusIdentity> corpora = new ArrayList<>();
        Manifest merged = first;
        for (EvidenceFolder base : bases) {
            List<String> obstacles = first.obstaclesToMerging(base.manifest());
            if (!obstacles.isEmpty()) {
                throw new IllegalArgumentException("the runs in " + bases.get(0).path() + " and " + base.path()
                        + " cannot be merged: " + String.join("; ", obstacles)
                        + ". Runs that are merged must differ in their corpora alone");
            }
            corpora.addAll(base.manifest().corpora());
            merged = merged.withCommonLookup(base.manifest());
        }
        CorpusIdentity.requireDisjoint(corpora);
        double limit = bases.stream()
                .mapToDouble(base -> base.manifest().compareLimit())
                .max()
                .orElseThrow();
        return merged.over(corpora, teraProducts(limit));
    }

    private Manifest manifest(IndexRequest request, OpenModel model, Corpora corpora, List<Integer> lookupTokens) {
        OptionalInt bos = request.bos().token(model.tokenizer());
        OptionalLong limit = request.scan().maxTokens();
        return new Manifest(
                Manifest.FORMAT,
                model.identity(),
                corpora.identities(),
                request.contextTokens(),
                bos.isPresent() ? bos.getAsInt() : null,
                model.sourceIdentities(),
                request.scan().evidence(),
                limit.isPresent() ? limit.getAsLong() : null,
                request.scan().shardContexts(),
                request.scan().batchContexts(),
                request.device(),
                DTYPE,
                lookupTokens,
                teraProducts(ComparisonLimit.DEFAULT.teraProducts()),
                ProgramVersion.get());
    }

    /** Reads the beginning of each corpus. */
    private static List<Integer> lookupTokens(IndexRequest request, OpenModel model, Corpora corpora) {
        if (request.lookupTokens() == 0) {
            return List.of();
        }
        OptionalInt bos = request.bos().token(model.tokenizer());
        List<Supplier<ContextCutter>> beginnings = new ArrayList<>();
        for (Corpora.Hashed corpus : corpora.list()) {
            beginnings.add(
                    () -> new ContextCutter(corpus.corpus().read(), model.tokenizer(), request.contextTokens(), bos));
        }
        return IntStream.of(
                        FrequentTokens.of(beginnings, request.lookupTokens()).tokenIds())
                .boxed()
                .toList();
    }

    private static void requireSameModel(Manifest before, OpenModel model) {
        List<String> differences = before.differencesOfModel(model.identity(), model.sourceIdentities());
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("the model or an SAE is not the one that the run was made of: "
                    + String.join("; ", differences) + ". Give the right folders with --model and --sae");
        }
    }

    /** @param run a number, or a folder */
    private EvidenceFolder evidence(String run) {
        if (!run.matches("\\d{1,18}")) {
            return EvidenceFolder.open(Path.of(run));
        }
        long id = Long.parseLong(run);
        List<PublishedRun> runs = new RunCatalog(database).all();
        PublishedRun published = runs.stream()
                .filter(one -> one.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no run " + id + "; there are "
                        + runs.stream().map(one -> String.valueOf(one.id())).collect(Collectors.joining(", "))));
        String manifest = published.manifest();
        if (published.origin() != null) {
            throw new IllegalArgumentException(
                    "run " + id + " was imported from " + published.origin()
                            + ", which holds no evidence that could grow or be merged; index the model over the corpus instead");
        }
        if (manifest == null) {
            throw new IllegalArgumentException("run " + id
                    + " was made by a version of the program that kept no evidence; index its corpus again");
        }
        return EvidenceFolder.ofRun(home, id, manifest)
                .orElseThrow(() -> new RunFilesException("the evidence of run " + id + " is not in "
                        + EvidenceFolder.published(home)
                        + "; give --home of the machine where it was made, or a copy of the folder"));
    }

    private static String name(@Nullable String given, String corpora) {
        return given == null ? corpora : given;
    }

    private static String names(List<CorpusIdentity> corpora) {
        return corpora.stream().map(CorpusIdentity::name).collect(Collectors.joining("+"));
    }
}
