package org.featurescope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.featurescope.pipeline.IndexProgress;
import org.featurescope.pipeline.progress.ProgressState;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

    @Test
    void saysShareSpeedTimeLeftAndLoss() {
        assertThat(ConsoleProgress.line(new ProgressState("law", "Indexing", 300, 30_000, 0.25, 3_000, 30.0, 3.456)))
                .isEqualTo(" 25 %  30,000 tokens  3,000 tokens/s  0:30 left  loss 3.46");
        assertThat(ConsoleProgress.line(new ProgressState("law", "Indexing", 0, 0, 0, 0, null, null)))
                .isEqualTo("  0 %  0 tokens  0 tokens/s");
        assertThat(ConsoleProgress.line(new ProgressState("law", "Indexing", 1, 1, 0, 0, 7_265.0, null)))
                .endsWith("2:01:05 left");
    }

    @Test
    void rewritesItsLineOnATerminalOnly() {
        assertThat(output(true)).contains("\r", "█████").contains("100 %");
        assertThat(output(false)).doesNotContain("\r", "\u001b").contains("100 %");
    }

    private static String output(boolean terminal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (ConsoleProgress console = new ConsoleProgress(out, terminal)) {
            IndexProgress progress = console.progress();
            progress.stage("Indexing");
            progress.scanned(10, 1);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
