package org.featurescope.cli.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/** Measures several candidates by turns, so that a slow minute of the machine meets all of them. */
final class Rounds {

    private final int warmUps;
    private final int rounds;

    /** @param warmUps rounds before those that count */
    Rounds(int warmUps, int rounds) {
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    /** The median of each candidate's measurements, under its name; each round asks all, in their order. */
    Map<String, Double> medians(Map<String, DoubleSupplier> candidates) {
        Map<String, double[]> measured = new LinkedHashMap<>();
        candidates.keySet().forEach(name -> measured.put(name, new double[rounds]));
        for (int round = -warmUps; round < rounds; round++) {
            for (Map.Entry<String, DoubleSupplier> candidate : candidates.entrySet()) {
                double value = candidate.getValue().getAsDouble();
                if (round >= 0) {
                    Objects.requireNonNull(measured.get(candidate.getKey()))[round] = value;
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        measured.forEach((name, values) -> medians.put(name, median(values)));
        return medians;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
