package org.featurescope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

    @Test
    void saysShareSpeedAndTimeLeft() {
        assertThat(ConsoleProgress.line(30_000, 0.25, 10))
                .isEqualTo("  ███████░░░░░░░░░░░░░░░░░░░░░░░  25 %  30,000 tokens  3,000 tokens/s  0:30 left");
        assertThat(ConsoleProgress.line(120_000, 1, 100)).contains("100 %", "1,200 tokens/s", "0:00 left");
        assertThat(ConsoleProgress.line(0, 0, 0)).contains("  0 %", "0:00 left");
    }

    @Test
    void rewritesItsLineOnATerminalOnly() {
        assertThat(output(true)).contains("\r").contains("100 %");
        assertThat(output(false)).doesNotContain("\r", "\u001b").contains("100 %");
    }

    private static String output(boolean terminal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (ConsoleProgress progress = new ConsoleProgress(out, terminal)) {
            progress.stage("Indexing");
            progress.scanned(10, 1);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
