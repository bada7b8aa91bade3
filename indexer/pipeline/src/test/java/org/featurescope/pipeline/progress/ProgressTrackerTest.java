package org.featurescope.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTrackerTest {

    private final List<ProgressState> shown = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private long seconds = 1000;

    private final ProgressTracker tracker = new ProgressTracker(
            new Recorded(),
            Duration.ofSeconds(1),
            () -> Duration.ofSeconds(seconds).toNanos());

    private final class Recorded implements ProgressView {
        @Override
        public void stage(ProgressState state) {
            shown.add(state);
        }

        @Override
        public void scanned(ProgressState state) {
            shown.add(state);
        }

        @Override
        public void remark(ProgressState state, String sentence) {
            remarks.add(state.stage() + ": " + sentence);
        }
    }

    @Test
    void measuresSpeedFromWhereThisStartFoundTheScan() {
        tracker.stage("Indexing");
        seconds += 5; // loading the model
        tracker.scanned(600_000, 0.5);
        seconds += 10;
        tracker.contexts(5_000);
        tracker.loss(3.25);
        tracker.scanned(660_000, 0.55);

        ProgressState last = shown.get(shown.size() - 1);
        assertThat(last.contexts()).isEqualTo(5_000);
        assertThat(last.tokens()).isEqualTo(660_000);
        assertThat(last.tokensPerSecond()).isEqualTo(6_000);
        assertThat(last.secondsLeft()).isCloseTo(90, within(1e-6));
        assertThat(last.loss()).isEqualTo(3.25);
    }

    @Test
    void knowsNoTimeLeftBeforeAnythingIsDone() {
        tracker.stage("Indexing");
        seconds += 5;
        tracker.scanned(0, 0);

        assertThat(shown).last().isEqualTo(new ProgressState("", "Indexing", 0, 0, 0, 0, null, null));
    }

    @Test
    void showsOnceInAnIntervalButAlwaysTheEnd() {
        tracker.stage("Indexing");
        tracker.scanned(0, 0);
        tracker.scanned(10, 0.1);
        assertThat(shown).hasSize(1);

        tracker.scanned(100, 1);
        assertThat(shown).hasSize(2).last().extracting(ProgressState::tokens).isEqualTo(100L);
    }

    @Test
    void knowsTheRunOnceItIsTold() {
        tracker.begins("law", Path.of("runs/law"));
        tracker.stage("Indexing");

        assertThat(shown).last().extracting(ProgressState::run).isEqualTo("law");
    }

    @Test
    void saysDuringWhichStageARemarkWasMade() {
        tracker.stage("Writing the index");
        tracker.remark("PostgreSQL is away.");

        assertThat(remarks).containsExactly("Writing the index: PostgreSQL is away.");
    }

    @Test
    void isOneLineOfJson() {
        ProgressState state = new ProgressState("law", "Indexing", 3, 40, 0.5, 10, null, 3.5);

        assertThat(ProgressJson.line(state, null))
                .isEqualTo("{\"run\":\"law\",\"stage\":\"Indexing\",\"contexts\":3,\"tokens\":40,\"share\":0.5,"
                        + "\"tokens_per_second\":10.0,\"seconds_left\":null,\"loss\":3.5}");
        assertThat(ProgressJson.line(state, "two\nlines"))
                .endsWith(",\"remark\":\"two\\nlines\"}")
                .hasLineCount(1);
    }
}
