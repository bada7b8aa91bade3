package org.featurescope.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.featurescope.pipeline.IndexProgress;

/**
 * Progress on the terminal: one line that is rewritten, or, where nobody watches, a line every ten seconds. Shows
 * tokens a second, the share done and the time left.
 */
final class ConsoleProgress implements IndexProgress, AutoCloseable {

    private static final int BAR_WIDTH = 30;
    private static final Duration REWRITE = Duration.ofMillis(200);
    private static final Duration NEXT_LINE = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private final long intervalNanos;
    private long stageStart = System.nanoTime();
    private long lastShown;
    private boolean lineOpen;

    /** @param terminal whether a line can be rewritten */
    ConsoleProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        intervalNanos = (terminal ? REWRITE : NEXT_LINE).toNanos();
    }

    @Override
    public void stage(String name) {
        endLine();
        out.println(name + " …");
        stageStart = System.nanoTime();
        lastShown = stageStart;
    }

    @Override
    public void remark(String sentence) {
        endLine();
        out.println("  " + sentence);
    }

    @Override
    public void scanned(long tokens, double share) {
        long now = System.nanoTime();
        if (now - lastShown < intervalNanos && share < 1) {
            return;
        }
        lastShown = now;
        String line = line(tokens, share, (now - stageStart) / 1e9);
        out.print(terminal ? "\r" + line + "\u001b[K" : line + System.lineSeparator());
        out.flush();
        lineOpen = terminal;
    }

    static String line(long tokens, double share, double seconds) {
        int full = (int) (share * BAR_WIDTH);
        double left = share > 0 ? seconds / share - seconds : 0;
        return String.format(
                Locale.ENGLISH,
                "  %s%s %3d %%  %,d tokens  %,.0f tokens/s  %d:%02d left",
                "█".repeat(full),
                "░".repeat(BAR_WIDTH - full),
                (int) (100 * share),
                tokens,
                tokens / Math.max(seconds, 1e-9),
                (int) left / 60,
                (int) left % 60);
    }

    private void endLine() {
        if (lineOpen) {
            out.println();
            lineOpen = false;
        }
    }

    @Override
    public void close() {
        endLine();
    }
}
