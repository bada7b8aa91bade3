package org.featurescope.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Asks for random pages over several connections, on each one page after the other.
 *
 * @param path of a random page
 */
record PageLoad(PageClient client, Function<Random, String> path, int connections) {

    /**
     * @param seconds of each page, from the question to the last byte, ascending
     * @param perSecond pages over all connections
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Measured(double[] seconds, double perSecond) {

        double percentile(double share) {
            return EvidenceLatency.percentile(seconds, share);
        }
    }

    Measured measure(double seconds, long seed) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            List<Future<List<Double>>> measured = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                Random random = new Random(seed + i);
                measured.add(threads.submit(() -> ask(random, end)));
            }
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> ofOne : measured) {
                all.addAll(ofOne.get());
            }
            double elapsed = (System.nanoTime() - start) / 1e9;
            double[] sorted = all.stream().mapToDouble(each -> each).toArray();
            Arrays.sort(sorted);
            return new Measured(sorted, sorted.length / elapsed);
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking for pages failed (" + e.getCause() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("asking for pages was interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** At least one page. */
    private List<Double> ask(Random random, long end) {
        List<Double> seconds = new ArrayList<>();
        long before = System.nanoTime();
        do {
            client.get(path.apply(random));
            long after = System.nanoTime();
            seconds.add((after - before) / 1e9);
            before = after;
        } while (before < end);
        return seconds;
    }
}
