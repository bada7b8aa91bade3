package org.featurescope.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.PublishedFeatures;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.db.store.SourceRow;
import org.featurescope.lm.HookedModel;
import org.featurescope.pipeline.corpus.Corpora;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.corpus.CorpusIdentity;
import org.featurescope.pipeline.run.EvidenceFolder;
import org.featurescope.pipeline.run.Manifest;
import org.featurescope.pipeline.run.RunPlaces;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.NormalisedText;
import org.featurescope.pipeline.scan.Scan;
import org.featurescope.pipeline.scan.ScanEvidence;
import org.featurescope.pipeline.scan.SourceEvidence;
import org.jspecify.annotations.Nullable;

/**
 * Draws some features of a published run, computes their evidence anew from model and corpora, and compares it with what the index
 * says. The same machine and version of the program come to the same bits, so every difference is one.
 */
public final class RunVerification {

    private final VerifyRequest request;
    private final DataSource database;
    private final IndexProgress progress;
    private final PublishedRun run;
    private final Manifest manifest;
    private final @Nullable RunPlaces places;

    private RunVerification(VerifyRequest request, Path home, DataSource database, IndexProgress progress) {
        this.request = request;
        this.database = database;
        this.progress = progress;
        run = new RunCatalog(database).byId(request.run());
        String json = run.manifest();
        if (run.origin() != null) {
            throw new IllegalArgumentException("run " + run.id() + " was imported from " + run.origin()
                    + "; only a run that was indexed can be computed anew");
        }
        if (json == null) {
            throw new IllegalArgumentException("run " + run.id()
                    + " was made by a version of the program that kept no manifest; it cannot be computed anew");
        }
        manifest = Manifest.ofJson(json, "the manifest of run " + run.id());
        places = EvidenceFolder.ofRun(home, run.id(), json)
                .map(EvidenceFolder::places)
                .orElse(null);
    }

    /**
     * What came of it.
     *
     * @param features that were compared, by the names of their sources
     * @param tokens that were counted for it
     * @param fields that were compared, of all features together
     * @param differences a sentence each; empty: there is none
     */
    public record Outcome(Map<String, List<Integer>> features, long tokens, long fields, List<String> differences) {}

    /**
     * @param home where the run's evidence is kept, which says where its model and texts are
     * @throws IllegalArgumentException if model or texts cannot be found, or are not those of the run
     */
    public static Outcome verify(VerifyRequest request, Path home, DataSource database, IndexProgress progress) {
        return new RunVerification(request, home, database, progress).verify();
    }

    private Outcome verify() {
        progress.stage("Reading the model and the corpus");
        try (OpenModel model = new OpenModel(manifest.model().name(), modelFolder(), selection())) {
            requireSame(manifest.differencesOfModel(model.identity(), model.sourceIdentities()), "--model and --sae");
            Corpora corpora = Corpora.of(corpusFiles());
            requireSameCorpora(corpora);
            Map<String, List<Integer>> drawn = drawn();
            ScanEvidence evidence = scan(model, corpora, drawn);
            return compare(drawn, evidence);
        }
    }

    private Path modelFolder() {
        if (request.model() != null) {
            return request.model();
        }
        return Path.of(required("its model is", "--model").model());
    }

    private SourceSelection selection() {
        List<String> hooks = run.sources().stream()
                .filter(source -> source.sae() == null)
                .flatMap(source -> Stream.ofNullable(source.hookPoint()))
                .toList();
        boolean hasSaes = hooks.size() < run.sources().size();
        if (!hasSaes || !request.saes().isEmpty()) {
            return new SourceSelection(hooks, request.saes());
        }
        return new SourceSelection(
                hooks,
                Places.selection(required("its SAEs are", "--sae"), List.of()).saes());
    }

    private List<List<Path>> corpusFiles() {
        if (!request.corpora().isEmpty()) {
            return request.corpora();
        }
        Map<String, List<String>> known = required("its texts are", "--corpus").corpora();
        return manifest.corpora().stream()
                .map(corpus -> Optional.ofNullable(known.get(corpus.sha256()))
                        .orElseThrow(() -> new IllegalArgumentException("run " + run.id()
                                + " does not say where its corpus \"" + corpus.name() + "\" is; give --corpus FILE"))
                        .stream()
                        .map(Path::of)
                        .toList())
                .toList();
    }

    private RunPlaces required(String what, String option) {
        if (places == null) {
            throw new IllegalArgumentException("the evidence of run " + run.id()
                    + " is not kept here, so it is not known where " + what + "; give " + option);
        }
        return places;
    }

    private void requireSameCorpora(Corpora corpora) {
        String wanted = hashes(manifest.corpora());
        String given = hashes(corpora.identities());
        requireSame(
                wanted.equals(given) ? List.of() : List.of("its corpora were " + wanted + " and are " + given),
                "--corpus, once for each corpus");
    }

    private static String hashes(List<CorpusIdentity> corpora) {
        return corpora.stream()
                .map(corpus -> corpus.name() + " (sha256 " + corpus.sha256() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private void requireSame(List<String> differences, String options) {
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("run " + run.id() + " was made of something else: "
                    + String.join("; ", differences) + ". Give the right ones with " + options);
        }
    }

    /** Different features, each as likely as any other. */
    private Map<String, List<Integer>> drawn() {
        Random random = new Random(request.seed());
        int wanted = (int) Math.min(request.features(), run.features());
        TreeSet<Long> numbers = new TreeSet<>();
        while (numbers.size() < wanted) {
            numbers.add(random.nextLong(run.features()));
        }
        Map<String, List<Integer>> drawn = new TreeMap<>();
        long first = 0;
        for (SourceRow source : run.sources()) {
            for (long number : numbers.subSet(first, first + source.features())) {
                drawn.computeIfAbsent(source.name(), name -> new ArrayList<>()).add((int) (number - first));
            }
            first += source.features();
        }
        return drawn;
    }

    private ScanEvidence scan(OpenModel model, Corpora corpora, Map<String, List<Integer>> drawn) {
        List<FeatureSource> sources = model.sourceList().stream()
                .filter(source -> drawn.containsKey(source.name()))
                .toList();
        ScanEvidence evidence = ScanEvidence.empty(
                sources,
                model.folder().hookPoints().keySet(),
                manifest.evidence(),
                RunJob.lookupTokens(manifest),
                NormalisedText.of(model.tokenizer()));
        evidence.sources().forEach(source -> source.collector().restrictTo(indexes(drawn, source)));
        try (HookedModel running = model.folder().load(manifest.device())) {
            progress.stage("Computing " + request.features() + " features anew");
            Scan.run(
                    running,
                    evidence,
                    corpora.list().stream()
                            .map(corpus -> scanned(model, corpus.identity(), corpus.corpus()))
                            .toList(),
                    RunJob.settings(manifest, true),
                    kept -> {},
                    progress);
        }
        return evidence;
    }

    private Scan.ScannedCorpus scanned(OpenModel model, CorpusIdentity identity, Corpus files) {
        return new Scan.ScannedCorpus(identity.key(), () -> RunJob.cut(manifest, model.tokenizer(), identity, files));
    }

    private static int[] indexes(Map<String, List<Integer>> drawn, SourceEvidence source) {
        return drawn.getOrDefault(source.source().name(), List.of()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private Outcome compare(Map<String, List<Integer>> drawn, ScanEvidence evidence) {
        long fields = 0;
        List<String> differences = new ArrayList<>(differencesOfCounts(evidence));
        for (SourceEvidence source : evidence.sources()) {
            String name = source.source().name();
            try (PublishedFeatures published = PublishedFeatures.open(database, run.id(), name)) {
                for (int index : indexes(drawn, source)) {
                    FeatureEvidence computed = source.collector().feature(index);
                    EvidenceComparison.Outcome outcome = compare(published, index, computed);
                    fields += outcome.fields();
                    outcome.differences().forEach(one -> differences.add(name + "/" + index + ": " + one));
                }
            }
        }
        return new Outcome(new LinkedHashMap<>(drawn), evidence.tokens(), fields, differences);
    }

    private static EvidenceComparison.Outcome compare(
            PublishedFeatures published, int index, FeatureEvidence computed) {
        Optional<FeatureEvidence> stored;
        try {
            stored = published.feature(index).map(FeatureRow::evidence);
        } catch (IllegalArgumentException e) { // bytes that no program has written
            return new EvidenceComparison.Outcome(1, List.of("what is stored cannot be read: " + e.getMessage()));
        }
        return stored.map(evidence -> EvidenceComparison.of(evidence, computed))
                .orElseGet(() -> new EvidenceComparison.Outcome(1, List.of("it is not stored")));
    }

    private List<String> differencesOfCounts(ScanEvidence evidence) {
        return Stream.of(
                        difference("counted tokens", run.tokens(), evidence.tokens()),
                        difference("contexts", run.contexts(), evidence.contexts()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> difference(String what, @Nullable Long stored, long computed) {
        return stored != null && stored == computed
                ? Optional.empty()
                : Optional.of("the run's number of " + what + " is " + stored + ", computed anew it is " + computed);
    }
}
