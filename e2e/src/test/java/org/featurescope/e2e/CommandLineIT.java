package org.featurescope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as processes, with an embedded database in a home of their own. */
class CommandLineIT {

    private static final String MODEL = "../demo/babel-4l";
    /** Is there while the embedded server runs. */
    private static final String POSTMASTER = "postgres/data/postmaster.pid";

    private static final String SAE = MODEL + "/saes/resid-post-2-topk";
    private static final String CORPUS = "../demo/corpus/demo-corpus.jsonl";

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void chooseHome() {
        home = folder.resolve("home");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "index", "merge", "runs", "runs delete", "runs verify", "serve", "status"})
    void everyCommandExplainsItself(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add("--help");
        try (Program help = Program.run(home, arguments.toArray(String[]::new))) {
            assertThat(help.exitStatus()).isZero();
            assertThat(help.output()).contains("--home", "--db", "--port");
        }
        assertThat(home).doesNotExist();
    }

    /** Killed while it indexes: nothing is published of it, and it can be thrown away. Another run is made, looked at, served. */
    @Test
    void survivesBeingKilledAndServesWhatItIndexed() throws IOException, InterruptedException {
        try (Program killed = Program.start(home, "index", "--model", MODEL, "--corpus", CORPUS)) {
            killed.awaitOutput("Indexing");
            killed.kill();
        }
        try (Program status = Program.run(home, "status")) {
            assertThat(status.output())
                    .contains("Interrupted \"babel-4l-demo-corpus\"")
                    .contains(": ./featurescope index --model " + MODEL + " --corpus " + CORPUS);
        }
        try (Program delete = Program.run(home, "runs", "delete", "--unfinished", "babel-4l-demo-corpus")) {
            assertThat(delete.exitStatus()).isZero();
        }
        try (Program status = Program.run(home, "status")) {
            assertThat(status.output()).contains("Nothing is indexed yet");
        }

        String[] index = {"index", "--model", MODEL, "--corpus", CORPUS, "--max-tokens", "3000", "--run-name", "second"
        };
        try (Program completed = Program.run(home, index)) {
            assertThat(completed.output()).contains("of babel-4l is published: 4,096 features");
            assertThat(completed.exitStatus()).isZero();
        }
        try (Program status = Program.run(home, "status")) {
            assertThat(status.output())
                    .contains("\"second\" of babel-4l over demo-corpus")
                    .hasLineCount(2);
        }
        try (Program verified = Program.run(home, "runs", "verify", "1", "--features", "3")) {
            assertThat(verified.output()).contains("Compared of run 1", "All are the same.");
            assertThat(verified.exitStatus()).isZero();
        }
        try (Program shown = Program.run(home, "runs", "show", "1", "--json")) {
            assertThat(shown.output()).contains("\"run\":1", "\"name\":\"second\"", "\"manifest\":{");
        }
        assertRefused("run 1 is the newest of babel-4l", "runs", "delete", "1");
        try (Program serving = Program.start(home, "serve", "--port", "0")) {
            serving.awaitOutput("Featurescope is at http://localhost:");
            String address = serving.output().replaceAll("(?s).*(http://localhost:\\d+).*", "$1");
            assertThat(get(address + "/babel-4l/3-mlp/1023.json").statusCode()).isEqualTo(200);
            assertThat(get(address + "/babel-4l/3-mlp/1024").statusCode()).isEqualTo(404);

            assertThat(home.resolve(POSTMASTER)).exists();

            serving.terminate();
            serving.exitStatus();
        }
        assertThat(home.resolve(POSTMASTER))
                .as("the embedded server has stopped")
                .doesNotExist();

        try (Program deleted = Program.run(home, "runs", "delete", "1", "--yes")) {
            assertThat(deleted.output()).contains("Run 1 is deleted");
        }
        assertThat(home.resolve("evidence")).isEmptyDirectory();
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "activations", "bench forward"})
    void commandsWithoutTheIndexExplainThemselves(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add("--help");
        try (Program help = Program.run(home, arguments.toArray(String[]::new))) {
            assertThat(help.exitStatus()).isZero();
            assertThat(help.output()).contains("--home").doesNotContain("--db");
        }
        assertThat(home).doesNotExist();
    }

    @Test
    void inspectsAModelAndAnSae() {
        try (Program model = Program.run(home, "inspect", MODEL)) {
            assertThat(model.output()).contains("is a model", "gpt2", "8,192 tokens", "<|endoftext|> (0)");
            assertThat(model.exitStatus()).isZero();
        }
        try (Program json = Program.run(home, "inspect", MODEL, "--json")) {
            assertThat(json.output())
                    .contains("\"family\":\"gpt2\"", "\"tokens\":8192")
                    .hasLineCount(1);
        }
        String[] sae = {"inspect", SAE, "--model", MODEL, "--corpus", CORPUS, "--max-tokens", "1000"};
        try (Program measured = Program.run(home, sae)) {
            assertThat(measured.output())
                    .contains("is an SAE", "TopK, k = 32", "beside the model  fits", "FVU 0.0", "mean L0 32.0");
            assertThat(measured.exitStatus()).isZero();
        }
        assertRefused("is no model: it has no config.json", "inspect", "../demo/corpus");
        assertRefused("--corpus needs --model", "inspect", SAE, "--corpus", CORPUS);
    }

    @Test
    void writesActivations() throws IOException {
        for (String name : List.of("a.safetensors", "a.json")) {
            Path out = folder.resolve(name);
            String[] arguments = {
                "activations",
                "--model",
                MODEL,
                "--sae",
                SAE,
                "--hook",
                "blocks.1.mlp.hook_post",
                "--text",
                "Le Conseil d'État",
                "--out",
                out.toString()
            };
            try (Program program = Program.run(home, arguments)) {
                assertThat(program.output()).contains(name + ": ", " tokens in 1 contexts");
                assertThat(program.exitStatus()).isZero();
            }
            assertThat(Files.readString(out, StandardCharsets.ISO_8859_1))
                    .contains("blocks.1.mlp.hook_post", "2-resid-post-topk");
        }
        assertRefused(
                "nothing to write; give --hook NAME or --sae DIR",
                "activations",
                "--model",
                MODEL,
                "--text",
                "x",
                "--out",
                folder.resolve("b.json").toString());
    }

    @Test
    void measuresTheForwardPass() {
        String[] bench = {
            "bench", "forward", "--model", MODEL, "--contexts", "2", "--context-tokens", "16", "--rounds", "2"
        };
        try (Program table = Program.run(home, bench)) {
            assertThat(table.output()).contains("forward", "tokens/s", "load and first pass", "ratio");
            assertThat(table.exitStatus()).isZero();
        }
        List<String> json = new ArrayList<>(List.of(bench));
        json.add("--json");
        try (Program lines = Program.run(home, json.toArray(String[]::new))) {
            assertThat(lines.output().lines())
                    .filteredOn(line -> line.startsWith("{"))
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(line -> assertThat(line).contains("\"name\":", "\"unit\":", "\"ratio\":"));
        }
        assertRefused("--rounds must be >= 1, got 0", "bench", "forward", "--model", MODEL, "--rounds", "0");
    }

    @Test
    void saysWhatIsWrongWithAModelFolder() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("model"));

        assertRefused(
                "config.json: not found; a model folder holds",
                "index",
                "--model",
                empty.toString(),
                "--corpus",
                CORPUS);
    }

    @Test
    void saysThatADatabaseCannotBeReachedAndKeepsThePasswordToItself() {
        String url = "jdbc:postgresql://localhost:1/featurescope?user=me&password=hush-hush";

        String output = assertRefused("localhost:1", "status", "--db", url);

        assertThat(output).doesNotContain("hush-hush");
    }

    @Test
    void saysThatAPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            assertRefused("port " + port + " cannot be used", "serve", "--port", port);
            assertRefused("--port", "demo", "--demo-folder", "../demo", "--port", port);
        }
        assertThat(home).as("before anything is started").doesNotExist();
    }

    @Test
    void saysThatADeviceIsNotThere() {
        String[] index = {"index", "--model", MODEL, "--corpus", CORPUS, "--device", "gpu:99"};
        assertRefused("--device gpu:99: libtorch sees", index);
        index[index.length - 1] = "tpu";
        assertRefused("--device must be cpu, gpu or gpu:NUMBER, got \"tpu\"", index);
    }

    @Test
    void refusesSettingsThatCannotBe() {
        String[] index = {"index", "--model", MODEL, "--corpus", CORPUS, "--top-k", "0"};
        assertRefused("--top-k must be >= 1, got 0", index);
        String[] tooLong = {"index", "--model", MODEL, "--corpus", CORPUS, "--context-tokens", "257"};
        assertRefused("--context-tokens must be <= 256 for this model, got 257", tooLong);
        String[] badName = {"index", "--model", MODEL, "--corpus", CORPUS, "--model-name", "A b"};
        assertRefused("got \"A b\"; give another with --model-name", badName);
    }

    /** One sentence, no stack trace, exit status 1. */
    private String assertRefused(String message, String... arguments) {
        try (Program refused = Program.run(home, arguments)) {
            assertThat(refused.output())
                    .contains("featurescope: ")
                    .contains(message)
                    .doesNotContain("\tat ");
            assertThat(refused.exitStatus()).isEqualTo(1);
            return refused.output();
        }
    }
}
