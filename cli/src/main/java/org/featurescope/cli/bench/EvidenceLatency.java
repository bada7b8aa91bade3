package org.featurescope.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.featurescope.db.store.PublishedFeatures;

/** How long reading all evidence of a random feature takes, over several connections at a time. */
final class EvidenceLatency {

    /** A connection stays with one run so long. */
    private static final int READS_OF_A_RUN = 250;

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
        try {
            List<Future<double[]>> measured = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                Random random = new Random(seed + i);
                measured.add(threads.submit(() -> read(readsOfEach, random, pause)));
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

    private double[] read(int reads, Random random, long pause) {
        double[] seconds = new double[reads];
        for (int first = 0; first < reads; first += READS_OF_A_RUN) {
            long run = runs.get(random.nextInt(runs.size()));
            try (PublishedFeatures features = PublishedFeatures.open(database, run, SyntheticRun.SOURCE)) {
                read(features, random); // opening a connection is not reading
                Pace pace = new Pace(System.nanoTime(), pause);
                for (int i = first; i < Math.min(reads, first + READS_OF_A_RUN); i++) {
                    pace.awaitDue();
                    read(features, random);
                    seconds[i] = pace.done();
                }
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
