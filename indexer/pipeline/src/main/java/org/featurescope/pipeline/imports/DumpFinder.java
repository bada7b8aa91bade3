package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.featurescope.core.PublicName;
import org.featurescope.pipeline.imports.NeuronpediaFile.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds out of which format the files at a path are: by names first, then by the first members of an object. */
final class DumpFinder {

    private static final Pattern BATCH = Pattern.compile("batch-(\\d+)\\.json(l)?(\\.gz)?");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int DEPTH = 8;
    private static final int MEMBERS_READ = 4;

    /** What is known of a file by its beginning. */
    private enum Content {
        SAE_DASHBOARD("SAEDashboard"),
        SAE_VIS("sae_vis"),
        NEURON_RECORD("OpenAI NeuronRecord"),
        OTHER("");

        private final String format;

        Content(String format) {
            this.format = format;
        }
    }

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
            return new Dump("Neuronpedia export", neuronpedia);
        }
        Set<Content> contents = new LinkedHashSet<>();
        List<DumpFile> files = new ArrayList<>();
        for (Path path : all) {
            Content content = content(path);
            if (content != Content.OTHER) {
                contents.add(content);
                files.add(file(path, content));
            }
        }
        if (contents.size() != 1) {
            throw new ImportException(
                    request.path() + ": "
                            + (contents.isEmpty()
                                    ? "holds nothing of a format that is known"
                                    : "holds files of several formats, " + contents)
                            + "; known are the Neuronpedia export (folders features/ and activations/ with batch-N.jsonl.gz),"
                            + " SAEDashboard (batch-N.json), sae_vis (an object with feature_data_dict) and OpenAI's NeuronRecord");
        }
        Content content = contents.iterator().next();
        if (content == Content.SAE_VIS && files.size() > 1) {
            throw new ImportException(
                    request.path() + ": holds " + files.size()
                            + " files of sae_vis, which do not say what source they are of; import each by itself, with --source-name");
        }
        return new Dump(content.format, files);
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
        Matcher batch = BATCH.matcher(name);
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

    private static Content content(Path path) throws IOException {
        String name = path.getFileName().toString();
        if (!name.endsWith(".json") && !name.endsWith(".json.gz")) {
            return Content.OTHER;
        }
        try (InputStream in = DumpJson.open(path);
                JsonParser parser = DumpJson.MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Content.OTHER;
            }
            for (int i = 0; i < MEMBERS_READ && parser.nextToken() == JsonToken.PROPERTY_NAME; i++) {
                String member = parser.currentName();
                parser.nextToken();
                switch (member) {
                    case "feature_data_dict" -> {
                        return Content.SAE_VIS;
                    }
                    case "sae_set" -> {
                        return BATCH.matcher(name).matches() ? Content.SAE_DASHBOARD : Content.OTHER;
                    }
                    case "dataclass_name" -> {
                        return "NeuronRecord".equals(parser.getValueAsString()) ? Content.NEURON_RECORD : Content.OTHER;
                    }
                    default -> parser.skipChildren();
                }
            }
            return Content.OTHER;
        } catch (JacksonException e) {
            if (BATCH.matcher(name).matches()) {
                return Content.SAE_DASHBOARD; // whose reader says what is wrong
            }
            return Content.OTHER;
        }
    }

    private DumpFile file(Path path, Content content) {
        return switch (content) {
            case SAE_DASHBOARD -> new SaeDashboardFile(path);
            case NEURON_RECORD -> new NeuronRecordFile(path, model("OpenAI's NeuronRecord"));
            default -> {
                String source = request.source();
                if (source == null) {
                    throw new ImportException(path + ": files of sae_vis do not name their source; give --source-name,"
                            + " such as 0-sae");
                }
                yield new SaeVisFile(path, DumpSource.named(model("sae_vis"), source), tokens());
            }
        };
    }

    private String model(String format) {
        String model = request.model();
        if (model == null) {
            throw new ImportException(
                    request.path() + ": files of " + format + " do not name their model; give --model-name");
        }
        return PublicName.require("--model-name", model, "--model-name");
    }

    /** Without a tokenizer an id is all that can be shown. */
    private IntFunction<String> tokens() {
        return request.tokenizer() == null ? id -> "⟨" + id + "⟩" : TokenStrings.of(request.tokenizer());
    }
}
