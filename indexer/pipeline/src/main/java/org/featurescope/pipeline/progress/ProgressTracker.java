package org.featurescope.pipeline.progress;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.featurescope.pipeline.IndexProgress;
import org.jspecify.annotations.Nullable;

/**
 * Makes speed and time left of what an indexer tells, and hands it to a view, at most once in an interval.
 *
 * <p>What was scanned before the first message of a stage (by a start that was interrupted) is progress, but not speed.
 */
public final class ProgressTracker implements IndexProgress {

    private final ProgressView view;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private String run = "";
    private String stage = "";
    private @Nullable Start start;
    private long shownAt;
    private long contexts;
    private @Nullable Double loss;

    /** Where the first message of a stage found it. */
    private record Start(long nanos, long tokens, double share) {}

    public ProgressTracker(ProgressView view, Duration interval) {
        this(view, interval, System::nanoTime);
    }

    ProgressTracker(ProgressView view, Duration interval, LongSupplier nanoTime) {
        this.view = view;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public void begins(String run, Path folder) {
        this.run = run;
        view.begins(folder);
    }

    @Override
    public void stage(String name) {
        stage = name;
        start = null;
        contexts = 0;
        shownAt = nanoTime.getAsLong();
        view.stage(still());
    }

    @Override
    public void remark(String sentence) {
        view.remark(still(), sentence);
    }

    @Override
    public void contexts(long contexts) {
        this.contexts = contexts;
    }

    @Override
    public void loss(double nats) {
        loss = nats;
    }

    @Override
    public void scanned(long tokens, double share) {
        long now = nanoTime.getAsLong();
        if (start == null) {
            start = new Start(now, tokens, share);
        }
        if (now - shownAt >= intervalNanos || share >= 1) {
            shownAt = now;
            view.scanned(moving(start, now, tokens, share));
        }
    }

    private ProgressState moving(Start start, long now, long tokens, double share) {
        double seconds = (now - start.nanos) / 1e9;
        double done = share - start.share;
        return new ProgressState(
                run,
                stage,
                contexts,
                tokens,
                share,
                seconds > 0 ? (tokens - start.tokens) / seconds : 0,
                done > 0 ? (Double) (seconds * (1 - share) / done) : null,
                loss);
    }

    private ProgressState still() {
        return new ProgressState(run, stage, 0, 0, 0, 0, null, loss);
    }
}
