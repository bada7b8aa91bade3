package org.featurescope.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a site answered, by kind of request. For several threads. */
public final class SoakTally {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int EXAMPLES = 10;

    /** No answer came. */
    static final int NONE = 0;

    /**
     * The answers to one kind of request.
     *
     * @param refused with 429; not among {@code faulty}, the other 4xx
     * @param failed with a status above 429, or not at all
     * @param p50 of all answers, in seconds, as the others
     */
    public record Row(
            String kind,
            long requests,
            long good,
            long elsewhere,
            long faulty,
            long refused,
            long failed,
            double p50,
            double p95,
            double p99) {}

    private static final class Kind {

        private final Latencies latencies = new Latencies();
        private final long[] hundreds = new long[6];
        private long refused;
        private long failed;

        private void add(int status, double seconds) {
            latencies.add(seconds);
            if (status == TOO_MANY_REQUESTS) {
                refused++;
            } else if (status == NONE || status > TOO_MANY_REQUESTS) {
                failed++;
            } else {
                hundreds[status / 100]++;
            }
        }

        private Row row(String name) {
            return new Row(
                    name,
                    hundreds[2] + hundreds[3] + hundreds[4] + refused + failed,
                    hundreds[2],
                    hundreds[3],
                    hundreds[4],
                    refused,
                    failed,
                    latencies.percentile(0.5),
                    latencies.percentile(0.95),
                    latencies.percentile(0.99));
        }
    }

    private final Map<String, Kind> kinds = new TreeMap<>();
    private final Kind all = new Kind();
    private final Set<String> failures = new LinkedHashSet<>();

    /** @param status of the answer, or {@link #NONE} */
    synchronized void add(SoakWorkload.Request request, int status, double seconds) {
        kinds.computeIfAbsent(request.kind(), each -> new Kind()).add(status, seconds);
        all.add(status, seconds);
        if ((status == NONE || status > TOO_MANY_REQUESTS) && failures.size() < EXAMPLES) {
            failures.add(request.method() + " " + request.path() + ": " + (status == NONE ? "no answer" : status));
        }
    }

    /** By kind, and all together at the end. */
    synchronized List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        kinds.forEach((name, kind) -> rows.add(kind.row(name)));
        rows.add(all.row("all"));
        return rows;
    }

    /** Some requests that failed, and how. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }
}
