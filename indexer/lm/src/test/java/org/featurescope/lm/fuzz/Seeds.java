package org.featurescope.lm.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The committed fixtures as inputs to begin with. */
final class Seeds {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path SAES = RESOURCES.resolve("sae");
    private static final int MAX_BYTES = 20_000;

    private Seeds() {}

    /** @param target its name, for example {@code safetensors} */
    static List<byte[]> of(String target) throws IOException {
        return switch (target) {
            case "safetensors" -> headers();
            case "npz" -> npz();
            case "model" -> models();
            case "sae" -> saes();
            case "tokenizer" -> tokenizers();
            default -> List.of();
        };
    }

    private static List<byte[]> headers() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : files(RESOURCES, ".safetensors")) {
            seeds.add(header(file));
        }
        seeds.add(FileBytes.safetensors(
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}".getBytes("UTF-8")));
        return seeds;
    }

    private static List<byte[]> npz() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : files(RESOURCES.resolve("npz"), ".npz")) {
            seeds.add(Files.readAllBytes(file));
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (var entry : zip.stream().toList()) {
                    seeds.add(zip.getInputStream(entry).readNBytes(MAX_BYTES));
                }
            }
        }
        return seeds;
    }

    private static List<byte[]> models() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path folder : folders(RESOURCES)) {
            if (Files.exists(folder.resolve("config.json")) && !folder.startsWith(SAES)) {
                seeds.add(folder(folder, folder));
            }
        }
        return seeds;
    }

    private static List<byte[]> saes() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path folder : folders(SAES)) {
            byte[] seed = folder(SAES, folder);
            if (seed.length > 0) {
                seeds.add(seed);
            }
        }
        return seeds;
    }

    private static List<byte[]> tokenizers() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path tokenizer : files(RESOURCES, "tokenizer.json")) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put("tokenizer.json", Files.readAllBytes(tokenizer));
            Path config = tokenizer.resolveSibling("tokenizer_config.json");
            if (Files.exists(config)) {
                files.put("tokenizer_config.json", Files.readAllBytes(config));
            }
            seeds.add(new FolderInput(files).bytes());
        }
        return seeds;
    }

    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** @param root what names are relative to: of some SAEs the folders around them matter */
    private static byte[] folder(Path root, Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Path file : directly(folder)) {
            String name = root.relativize(file).toString().replace('\\', '/');
            boolean read = !name.matches("(.*/)?(reference|transformer_lens|tokenizer|expected).*");
            if (read && name.endsWith(".safetensors")) {
                files.put(name, header(file));
            } else if (read && name.endsWith(".npz")) {
                files.put(name, lines(file));
            } else if (read && name.matches(".*\\.(json|yaml)")) {
                files.put(name, Files.readAllBytes(file));
            }
        }
        return new FolderInput(files).bytes();
    }

    private static byte[] header(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 8) {
            return bytes;
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return Arrays.copyOfRange(bytes, 8, (int) Math.max(8, Math.min(bytes.length, 8 + length)));
    }

    private static byte[] lines(Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entry :
                    zip.stream().filter(e -> e.getName().endsWith(".npy")).toList()) {
                byte[] start = zip.getInputStream(entry).readNBytes(10);
                int length = ByteBuffer.wrap(start, 8, 2)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getShort();
                byte[] header = zip.getInputStream(entry).readNBytes(10 + length);
                lines.append(entry.getName(), 0, entry.getName().length() - 4)
                        .append(' ')
                        .append(new String(header, 10, length, "ISO-8859-1").strip())
                        .append('\n');
            }
        }
        return lines.toString().getBytes("ISO-8859-1");
    }

    private static List<Path> directly(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(RESOURCES.resolve("fuzz")))
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
