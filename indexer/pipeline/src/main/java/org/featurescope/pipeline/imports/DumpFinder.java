package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.featurescope.core.PublicName;
import org.featurescope.pipeline.imports.NeuronpediaFile.Kind;
import org.jspecify.annotations.Nullable;

/** Finds out of which format the files at a path are: by names first, then by the first members of an object. */
final class DumpFinder {

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int DEPTH = 8;

    private final ImportRequest request;

    private DumpFinder(ImportRequest request) {
        this.request = request;
    }

    /** @throws ImportException if there is nothing that can be imported, or of more than one format */
    static Dump find(ImportRequest request) {
        Path path = request.path();
        if (!Files.exists(path)) {
            throw new ImportException(path + " does not exist; give a file or a folder of one of the formats that"
                    + " `featurescope import --help` lists");
        }
        try {
            return new DumpFinder(request).find(files(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In an order in which batch 10 follows batch 9. */
    private static List<Path> files(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path, DEPTH)) {
            return all.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(DumpFinder::inOrder))
                    .toList();
        }
    }

    /** Numbers padded, so that they are in order as text. */
    private static String inOrder(Path path) {
        return NUMBER.matcher(path.toString())
                .replaceAll(number -> number.group().length() > 12
                        ? number.group()
                        : "0".repeat(12 - number.group().length()) + number.group());
    }

    private Dump find(List<Path> all) throws IOException {
        List<DumpFile> neuronpedia = neuronpedia(all);
        if (!neuronpedia.isEmpty()) {
            return new Dump("Neuronpedia export", neuronpedia, false);
        }
        Map<DumpFormat, List<Path>> found = new EnumMap<>(DumpFormat.class);
        for (Path path : all) {
            DumpFormat format = DumpFormat.of(path);
            if (format != null) {
                found.computeIfAbsent(format, first -> new ArrayList<>()).add(path);
            }
        }
        DumpFormat format = only(found.keySet());
        List<Path> files = found.getOrDefault(format, List.of());
        if (format == DumpFormat.SAE_VIS && files.size() > 1) {
            throw new ImportException(
                    request.path() + ": holds " + files.size()
                            + " files of sae_vis, which do not say what source they are of; import each by itself, with --source-name");
        }
        return new Dump(format.words(), files(format, files), format.isLimited());
    }

    private DumpFormat only(Set<DumpFormat> formats) {
        if (formats.size() == 1) {
            return formats.iterator().next();
        }
        throw new ImportException(request.path() + ": "
                + (formats.isEmpty()
                        ? "holds nothing of a format that is known"
                        : "holds files of several formats, "
                                + formats.stream().map(DumpFormat::words).toList())
                + "; known are the Neuronpedia export (folders features/ and activations/ with batch-N.jsonl.gz),"
                + " SAEDashboard (batch-N.json), sae_vis (an object with feature_data_dict), OpenAI's NeuronRecord, features of"
                + " attribution graphs (objects with examples_quantiles), Delphi's cache (START_END.safetensors), Gemma Scope 2"
                + " (examples.safetensors) and GLUScope's tables (Parquet)");
    }

    private static List<DumpFile> neuronpedia(List<Path> all) {
        List<DumpFile> files = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.stream().filter(path -> kind == kind(path)).forEach(path -> files.add(new NeuronpediaFile(path, kind)));
        }
        return files;
    }

    private static @Nullable Kind kind(Path path) {
        String name = path.getFileName().toString();
        if (name.equals("source.jsonl") || name.equals("source.jsonl.gz")) {
            return Kind.SOURCE;
        }
        Matcher batch = DumpFormat.BATCH.matcher(name);
        Path folder = path.toAbsolutePath().getParent();
        if (!batch.matches() || batch.group(2) == null || folder == null || folder.getFileName() == null) {
            return null;
        }
        String parent = folder.getFileName().toString();
        return switch (parent) {
            case "features" -> Kind.FEATURES;
            case "activations" -> Kind.ACTIVATIONS;
            default -> parent.startsWith("explanations") ? Kind.EXPLANATIONS : null;
        };
    }

    private List<DumpFile> files(DumpFormat format, List<Path> paths) {
        IntFunction<DumpFile> file = reader(format, paths);
        return IntStream.range(0, paths.size()).mapToObj(file).toList();
    }

    /** What is read once for all files is read here. */
    private IntFunction<DumpFile> reader(DumpFormat format, List<Path> paths) {
        switch (format) {
            case SAE_DASHBOARD -> {
                return i -> new SaeDashboardFile(paths.get(i));
            }
            case NEURON_RECORD -> {
                String model = model("OpenAI's NeuronRecord");
                return i -> new NeuronRecordFile(paths.get(i), model);
            }
            case CIRCUIT_TRACER -> {
                String model = model("attribution graphs");
                return i -> new CircuitTracerFile(paths.get(i), model);
            }
            case GLUSCOPE -> {
                String model = model("GLUScope");
                return i -> new GluScopeFile(paths.get(i), model);
            }
            case DELPHI -> {
                IntFunction<String> tokens = requiredTokens("Delphi");
                return i -> new DelphiFile(paths.get(i), request.model(), tokens, request.topK());
            }
            case GEMMA_SCOPE_2 -> {
                IntFunction<String> tokens = requiredTokens("Gemma Scope 2");
                return i ->
                        new GemmaScope2File(paths.get(i), request.model(), request.source(), tokens, request.topK());
            }
            case SAE_VIS -> {
                String source = request.source();
                if (source == null) {
                    throw new ImportException(paths.get(0) + ": files of sae_vis do not name their source; give"
                            + " --source-name, such as 0-sae");
                }
                DumpSource named = DumpSource.named(model("sae_vis"), source);
                return i -> new SaeVisFile(paths.get(i), named, tokens());
            }
        }
        throw new IllegalStateException("no reader of " + format);
    }

    private String model(String format) {
        String model = request.model();
        if (model == null) {
            throw new ImportException(
                    request.path() + ": files of " + format + " do not name their model; give --model-name");
        }
        return PublicName.require("--model-name", model, "--model-name");
    }

    private IntFunction<String> requiredTokens(String format) {
        if (request.tokenizer() == null) {
            throw new ImportException(request.path() + ": files of " + format
                    + " hold token ids alone; give the tokenizer.json of the model with --tokenizer");
        }
        return tokens();
    }

    /** Without a tokenizer an id is all that can be shown. */
    private IntFunction<String> tokens() {
        return request.tokenizer() == null ? id -> "⟨" + id + "⟩" : TokenStrings.of(request.tokenizer());
    }
}
