package org.featurescope.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.featurescope.db.store.PublishedFeatures;

/** How long reading all evidence of a random feature takes, over several connections at a time, each of which stays with one run. */
final class EvidenceLatency {

    /** Of a connection that was just opened: its server process is new, and its statement not prepared yet. */
    private static final int FIRST_READS = 20;

    private static final long PATIENCE_SECONDS = 60;

    private final DataSource database;
    private final List<Long> runs;
    private final int featuresOfARun;

    EvidenceLatency(DataSource database, List<Long> runs, int featuresOfARun) {
        this.database = database;
        this.runs = List.copyOf(runs);
        this.featuresOfARun = featuresOfARun;
    }

    /**
     * One read after the other on each connection.
     *
     * @return the seconds of each read, ascending; from the query to the decoded evidence
     */
    double[] measure(int connections, int readsOfEach, long seed) {
        return measure(connections, readsOfEach, seed, 0);
    }

    /** So many reads a second over all connections, evenly. A read takes from the moment when it was due, so waiting counts. */
    double[] paced(int connections, int readsOfEach, long seed, double perSecond) {
        return measure(connections, readsOfEach, seed, Pace.pause(connections, perSecond));
    }

    /** @param pause nanoseconds from the start of one read to that of the next on a connection; 0: none */
    private double[] measure(int connections, int readsOfEach, long seed, long pause) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        CyclicBarrier allOpen = new CyclicBarrier(connections);
        try {
            List<Future<double[]>> measured = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                long run = runs.get(i % runs.size());
                Random random = new Random(seed + i);
                long first = pause * i / connections;
                measured.add(threads.submit(() -> read(run, readsOfEach, random, allOpen, first, pause)));
            }
            double[] all = new double[0];
            for (Future<double[]> ofOne : measured) {
                double[] more = ofOne.get();
                int length = all.length;
                all = Arrays.copyOf(all, length + more.length);
                System.arraycopy(more, 0, all, length, more.length);
            }
            Arrays.sort(all);
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading failed (" + e.getCause() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("reading was interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** @param first nanoseconds after all connections are open, when the first read is due */
    private double[] read(long run, int reads, Random random, CyclicBarrier allOpen, long first, long pause)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        double[] seconds = new double[reads];
        try (PublishedFeatures features = PublishedFeatures.open(database, run, SyntheticRun.SOURCE)) {
            for (int i = 0; i < FIRST_READS; i++) {
                read(features, random);
            }
            allOpen.await(PATIENCE_SECONDS, TimeUnit.SECONDS); // another may have failed
            Pace pace = new Pace(System.nanoTime() + first, pause);
            for (int i = 0; i < reads; i++) {
                pace.awaitDue();
                read(features, random);
                seconds[i] = pace.done();
            }
        }
        return seconds;
    }

    private void read(PublishedFeatures features, Random random) {
        int index = random.nextInt(featuresOfARun);
        if (features.feature(index).isEmpty()) {
            throw new IllegalStateException("feature " + index + " is not there");
        }
    }

    /** @param ascending what {@link #measure} gave */
    static double percentile(double[] ascending, double share) {
        return ascending[(int) Math.min(ascending.length - 1, Math.floor(share * ascending.length))];
    }
}
