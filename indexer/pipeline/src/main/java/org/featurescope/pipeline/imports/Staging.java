package org.featurescope.pipeline.imports;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.featurescope.core.format.ActivationFormat;
import org.jspecify.annotations.Nullable;

/**
 * What was read so far, in a folder: token strings by number, contexts once each, and what belongs to features, those of neighbouring
 * indexes in one file. In memory are the token strings and a hash of each context.
 */
final class Staging implements DumpRecords, AutoCloseable {

    /** So many follow one another in a file, and later lie in memory together. */
    static final int FEATURES_PER_FILE = 1 << 11;

    private static final int MOST_SHOWN_ERRORS = 20;

    private final Path folder;
    private final ImportRequest request;
    private final Map<String, SpoolFile> files = new HashMap<>();
    private final Map<String, Long> lengths;
    private final Map<String, Integer> tokens = new HashMap<>();
    private final List<String> tokenStrings = new ArrayList<>();
    private final BitSet activeTokens;
    private final ContextNumbers contexts = new ContextNumbers();
    private final Map<String, DumpSource> sources = new LinkedHashMap<>();
    private final Map<String, String> saidNames = new HashMap<>();
    private final List<String> errors;
    private long errorCount;
    private long activations;
    private long explanations;
    private int contextTokens;

    Staging(Path folder, ImportRequest request, ImportState state) {
        this.folder = folder;
        this.request = request;
        lengths = state.lengths();
        activeTokens = state.activeTokens();
        state.sources().forEach(source -> sources.put(source.key(), source));
        errors = new ArrayList<>(state.errors());
        errorCount = state.errorCount();
        activations = state.activations();
        explanations = state.explanations();
        reload();
    }

    /** Token strings and hashes of contexts, as they were at the last checkpoint. */
    private void reload() {
        file("tokens");
        file("contexts");
        try (SpoolFile.Records<String> strings = tokenStrings()) {
            for (String token = strings.next(); token != null; token = strings.next()) {
                tokens.put(token, tokenStrings.size());
                tokenStrings.add(token);
            }
        }
        try (SpoolFile.Records<StagedContext> stored = contexts()) {
            for (StagedContext context = stored.next(); context != null; context = stored.next()) {
                contexts.number(context.tokenIds());
                contextTokens = Math.max(contextTokens, context.tokenIds().length);
            }
        }
    }

    private SpoolFile file(String name) {
        return files.computeIfAbsent(name, missing -> SpoolFile.open(path(name), lengths.getOrDefault(name, 0L)));
    }

    private Path path(String name) {
        return folder.resolve(name + ".bin");
    }

    private SpoolFile fileOf(DumpSource source, int feature) {
        return file(fileName(source.key(), feature / FEATURES_PER_FILE));
    }

    /** By number: names of sources need not be names of files. */
    private String fileName(String source, int part) {
        return "features-" + List.copyOf(sources.keySet()).indexOf(source) + "-" + part;
    }

    @Override
    public void source(DumpSource source) {
        named(source);
    }

    /** Under the name that it is to have. */
    private DumpSource named(DumpSource said) {
        DumpSource source = said.as(request);
        String before = saidNames.putIfAbsent(source.key(), said.key());
        if (before != null && !before.equals(said.key())) {
            throw new ImportException("the files are of several sources, " + before + " and " + said.key()
                    + "; --source-name and --model-name name one: import each by itself");
        }
        sources.merge(source.key(), source, DumpSource::and);
        if (sources.values().stream().map(DumpSource::model).distinct().count() > 1) {
            throw new ImportException("the files are of several models, " + sources.keySet()
                    + "; import each model by itself, or give one name to all with --model-name");
        }
        return source;
    }

    @Override
    public void feature(DumpSource source, DumpFeature feature) {
        fileOf(named(source), feature.index()).write(out -> StagedFeature.write(out, feature, this::tokenIds));
    }

    private int[] tokenIds(List<DumpFeature.Effect> effects) {
        return effects.stream().mapToInt(effect -> tokenId(effect.token())).toArray();
    }

    private int tokenId(String token) {
        Integer known = tokens.get(token);
        if (known != null) {
            return known;
        }
        int id = tokenStrings.size();
        tokens.put(token, id);
        tokenStrings.add(token);
        file("tokens").write(out -> SpoolFile.writeText(out, token));
        return id;
    }

    @Override
    public void activation(DumpSource source, DumpActivation activation) {
        DumpSource named = named(source);
        int[] ids = new int[activation.values().length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokenId(activation.tokens().get(i));
            if (Math.abs(activation.values()[i]) > 0) { // what is not known is no evidence

                activeTokens.set(ids[i]);
            }
        }
        int known = contexts.count();
        int context = contexts.number(ids);
        if (context == known) {
            contextTokens = Math.max(contextTokens, ids.length);
            file("contexts").write(out -> StagedContext.write(out, ids, activation.document()));
        }
        byte[] packed = ActivationFormat.encodeKnown(activation.values());
        fileOf(named, activation.feature()).write(out -> StagedFeature.write(out, activation, context, packed));
        activations++;
    }

    @Override
    public void explanation(DumpSource source, DumpExplanation explanation) {
        fileOf(named(source), explanation.feature()).write(out -> StagedFeature.write(out, explanation));
        explanations++;
    }

    @Override
    public void broken(String place, String problem) {
        errorCount++;
        String error = place + ": " + problem;
        if (errors.size() < MOST_SHOWN_ERRORS) {
            errors.add(error);
        }
        if (errorCount > request.maxErrors()) {
            throw new ImportException((errorCount == 1
                            ? ""
                            : errorCount + " records are broken, the first:\n  " + String.join("\n  ", errors)
                                    + "\nand now ")
                    + error + "; nothing is imported. Leave out broken records with --max-errors N");
        }
    }

    /** Makes everything so far safe. @param done the files that are read, with their hashes */
    ImportState checkpoint(String fingerprint, Map<String, String> done) {
        Map<String, Long> now = new TreeMap<>(lengths);
        files.forEach((name, file) -> now.put(name, file.sync()));
        return new ImportState(
                fingerprint,
                done,
                List.copyOf(sources.values()),
                now,
                activeTokens,
                errors,
                errorCount,
                activations,
                explanations);
    }

    List<DumpSource> sources() {
        return List.copyOf(sources.values());
    }

    long activations() {
        return activations;
    }

    long explanations() {
        return explanations;
    }

    /** How many files hold some: 0 if nothing was read. */
    int featureFileCount() {
        return (int) java.util.stream.Stream.concat(files.keySet().stream(), lengths.keySet().stream())
                .filter(name -> name.startsWith("features-"))
                .distinct()
                .count();
    }

    int contextCount() {
        return contexts.count();
    }

    /** The length of the longest context; at least 1. */
    int contextTokens() {
        return Math.max(1, contextTokens);
    }

    List<String> errors() {
        return Collections.unmodifiableList(errors);
    }

    long errorCount() {
        return errorCount;
    }

    /** Token strings by id. */
    List<String> tokens() {
        return Collections.unmodifiableList(tokenStrings);
    }

    /** Whether some activation there is not 0. */
    boolean isActive(int token) {
        return activeTokens.get(token);
    }

    private SpoolFile.Records<String> tokenStrings() {
        return SpoolFile.read(path("tokens"), in -> String.valueOf(SpoolFile.readText(in)));
    }

    /** Contexts in the order of their numbers. */
    SpoolFile.Records<StagedContext> contexts() {
        return SpoolFile.read(path("contexts"), StagedContext::read);
    }

    /** The files of a source, in the order of indexes. */
    List<Path> featureFiles(DumpSource source) {
        String prefix = "features-" + List.copyOf(sources.keySet()).indexOf(source.key()) + "-";
        Map<Integer, Path> parts = new TreeMap<>();
        for (String name : files.keySet()) {
            add(parts, prefix, name);
        }
        for (String name : lengths.keySet()) {
            add(parts, prefix, name);
        }
        return List.copyOf(parts.values());
    }

    private void add(Map<Integer, Path> parts, String prefix, String name) {
        if (name.startsWith(prefix)) {
            parts.put(Integer.parseInt(name.substring(prefix.length())), path(name));
        }
    }

    /** Nothing is written any more. */
    void flush() {
        files.values().forEach(SpoolFile::sync);
    }

    @Override
    public void close() {
        files.values().forEach(SpoolFile::close);
    }

    /** A context as it was met first. */
    record StagedContext(int[] tokenIds, @Nullable String document) {

        static void write(DataOutputStream out, int[] ids, String document) throws IOException {
            out.writeInt(ids.length);
            for (int id : ids) {
                out.writeInt(id);
            }
            SpoolFile.writeText(out, document);
        }

        static StagedContext read(java.io.DataInputStream in) throws IOException {
            int[] ids = new int[in.readInt()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = in.readInt();
            }
            return new StagedContext(ids, SpoolFile.readText(in));
        }
    }
}
