package org.featurescope.cli;

import java.io.PrintStream;
import java.time.Duration;
import org.featurescope.pipeline.IndexProgress;
import org.featurescope.pipeline.progress.ProgressJson;
import org.featurescope.pipeline.progress.ProgressState;
import org.featurescope.pipeline.progress.ProgressTracker;
import org.featurescope.pipeline.progress.ProgressView;

/** Progress for a program: one JSON object a line, at each new stage and about once a second in between. */
record JsonLinesProgress(PrintStream out) implements ProgressView {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    IndexProgress progress() {
        return new ProgressTracker(this, INTERVAL);
    }

    @Override
    public void stage(ProgressState state) {
        out.println(ProgressJson.line(state, null));
    }

    @Override
    public void scanned(ProgressState state) {
        out.println(ProgressJson.line(state, null));
    }

    @Override
    public void remark(ProgressState state, String sentence) {
        out.println(ProgressJson.line(state, sentence));
    }
}
