package org.featurescope.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import tools.jackson.databind.JsonNode;

/** Processes that are asked by turns and say how long they took, by the clock and in CPU time. */
final class Trials {

    private static final int WARM_UPS = 1;

    private final int rounds;
    private final Map<String, DoubleSupplier> candidates = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpuSeconds = new LinkedHashMap<>();
    private Map<String, Double> seconds = Map.of();

    Trials(int rounds) {
        this.rounds = rounds;
    }

    void add(String name, BenchPeer peer, String command) {
        List<Double> cpu = new ArrayList<>();
        cpuSeconds.put(name, cpu);
        candidates.put(name, () -> {
            JsonNode answer = peer.ask(command);
            cpu.add(answer.path("cpuSeconds").doubleValue());
            return answer.path("seconds").doubleValue();
        });
    }

    void run() {
        seconds = new Rounds(WARM_UPS, rounds).medians(candidates);
    }

    /** The median. */
    double seconds(String name) {
        return Objects.requireNonNull(seconds.get(name));
    }

    /** The median of the rounds that count. */
    double cpuSeconds(String name) {
        List<Double> all = Objects.requireNonNull(cpuSeconds.get(name));
        return Rounds.median(all.subList(WARM_UPS, all.size()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }
}
