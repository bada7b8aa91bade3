package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of docs/api.md, against a small index instead of the demo. One whose program is not installed is reported as skipped; its
 * addresses and the fields that it reads are compared with what is answered all the same.
 */
class ExamplesIT {

    private static final Path DOCUMENT = Path.of("../docs/api.md");
    private static final Pattern EXAMPLE = Pattern.compile("<!-- example: (\\w+) -->\n\n((?: {4}.*\n|\n)+)");
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:3000(/[^'\"\\s]+)");
    /** {@code $name} of R; {@code ["name", "name"]}; {@code .name} before a bracket or a call of nothing. */
    private static final Pattern FIELD = Pattern.compile("\\$(\\w+)|\\[(\"\\w+\"(?:, \"\\w+\")*)\\]|\\.(\\w+)(?=\\[)");

    private final TestSite site = TestSite.small();

    /** @param language what runs it */
    record Example(int number, String language, String code) {

        /** How to run it; the last argument is the file. */
        List<String> command() {
            return switch (language) {
                case "bash" -> List.of("bash", "-euo", "pipefail");
                case "python", "pandas" -> List.of("python3");
                case "javascript" -> List.of("node");
                case "r" -> List.of("Rscript");
                default -> throw new IllegalArgumentException("no program for " + language);
            };
        }

        /** What must be there besides. */
        List<String> check() {
            return switch (language) {
                case "bash" -> List.of("curl", "--version");
                case "pandas" -> List.of("python3", "-c", "import pandas, pyarrow");
                case "r" -> List.of("Rscript", "-e", "library(jsonlite)");
                default -> List.of(command().get(0), "--version");
            };
        }

        String extension() {
            return language.equals("javascript") ? ".mjs" : ".txt";
        }

        @Override
        public String toString() {
            return number + " " + language;
        }
    }

    static Stream<Example> examples() throws IOException {
        Matcher matcher = EXAMPLE.matcher(Files.readString(DOCUMENT));
        List<Example> examples = new ArrayList<>();
        while (matcher.find()) {
            examples.add(new Example(
                    examples.size() + 1,
                    matcher.group(1),
                    matcher.group(2)
                            .lines()
                            .map(line -> line.replaceFirst("^ {4}", ""))
                            .collect(Collectors.joining("\n"))));
        }
        return examples.stream();
    }

    @Test
    void thereIsOneInEachLanguage() throws IOException {
        assertThat(examples().map(Example::language).distinct())
                .containsExactly("bash", "python", "javascript", "r", "pandas");
    }

    private static String onTheSmallIndex(String code) {
        return code.replace("babel-4l/2-mlp/122", "tiny-full/0-mlp/0").replace("babel-4l/2-mlp", "tiny-2l/1-mlp");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void addressesAndFieldsAreThere(Example example) {
        String code = onTheSmallIndex(example.code());
        Matcher addresses = ADDRESS.matcher(code);
        StringBuilder answers = new StringBuilder();
        while (addresses.find()) {
            String path = addresses.group(1);
            if (!path.equals("/features.json")) { // by POST
                answers.append(site.html(path.replace(".parquet", ".jsonl")));
            }
        }
        Set<String> missing = new TreeSet<>();
        if (!example.language().equals("bash") && !answers.isEmpty()) {
            FIELD.matcher(code)
                    .results()
                    .forEach(field -> names(field)
                            .filter(name -> !answers.toString().contains("\"" + name + "\":"))
                            .forEach(missing::add));
        }
        assertThat(missing).as("fields that no answer has").isEmpty();
    }

    private static Stream<String> names(MatchResult field) {
        return Stream.of(1, 2, 3)
                .map(field::group)
                .filter(Objects::nonNull)
                .flatMap(names -> Stream.of(names.replace("\"", "").split(", ")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void runs(Example example, @TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(
                isThere(example.check()),
                () -> "NOT RUN: example %s needs %s, which is not installed; its addresses and fields were checked"
                        .formatted(example, String.join(" ", example.check())));
        Path file = folder.resolve("example" + example.extension());
        String here = site.uri("").toString();
        Files.writeString(file, onTheSmallIndex(example.code()).replace("http://localhost:3000", here));
        List<String> command = new ArrayList<>(example.command());
        command.add(file.toString());
        File output = folder.resolve("output").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output.toPath(), StandardCharsets.UTF_8);
        assertThat(ended).as("it ends: " + printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed).isNotBlank();
    }

    private static boolean isThere(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
