package org.featurescope.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.featurescope.pipeline.IndexProgress;
import org.featurescope.pipeline.progress.ProgressState;
import org.featurescope.pipeline.progress.ProgressTracker;
import org.featurescope.pipeline.progress.ProgressView;

/**
 * Progress on the terminal: one line that is rewritten, or, where nobody watches, a line every ten seconds. Shows the share
 * done, tokens a second, the time left and the model's loss.
 */
final class ConsoleProgress implements ProgressView, AutoCloseable {

    private static final int BAR_WIDTH = 30;
    private static final Duration REWRITE = Duration.ofMillis(200);
    private static final Duration NEXT_LINE = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private boolean lineOpen;

    /** @param terminal whether a line can be rewritten */
    ConsoleProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** On standard output, which the starter of the program says is a terminal or not. */
    static ConsoleProgress ofTerminal() {
        return new ConsoleProgress(System.out, Boolean.getBoolean("featurescope.terminal"));
    }

    IndexProgress progress() {
        return new ProgressTracker(this, terminal ? REWRITE : NEXT_LINE);
    }

    @Override
    public void stage(ProgressState state) {
        endLine();
        out.println(state.stage() + " …");
    }

    @Override
    public void remark(ProgressState state, String sentence) {
        endLine();
        out.println("  " + sentence);
    }

    @Override
    public void scanned(ProgressState state) {
        String line = "  " + bar(state.share()) + " " + line(state);
        out.print(terminal ? "\r" + line + "\u001b[K" : line + System.lineSeparator());
        out.flush();
        lineOpen = terminal;
    }

    private static String bar(double share) {
        int full = (int) (share * BAR_WIDTH);
        return "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
    }

    /** Without a bar. */
    static String line(ProgressState state) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ENGLISH,
                "%3d %%  %,d tokens  %,.0f tokens/s",
                (int) (100 * state.share()),
                state.tokens(),
                state.tokensPerSecond()));
        if (state.secondsLeft() != null) {
            line.append("  ").append(clock(Math.round(state.secondsLeft()))).append(" left");
        }
        if (state.loss() != null) {
            line.append(String.format(Locale.ENGLISH, "  loss %.2f", state.loss()));
        }
        return line.toString();
    }

    private static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ENGLISH, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ENGLISH, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
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
