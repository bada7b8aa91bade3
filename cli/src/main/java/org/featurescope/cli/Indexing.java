package org.featurescope.cli;

import org.featurescope.db.Database;
import org.featurescope.pipeline.IndexReport;
import org.featurescope.pipeline.IndexRequest;
import org.featurescope.pipeline.Indexer;
import org.featurescope.pipeline.scan.ScanResult;

/** Indexing as a person sees it: progress, then what came of it. */
final class Indexing {

    private Indexing() {}

    static void run(IndexRequest request, Database database) {
        IndexReport report;
        try (ConsoleProgress progress = ConsoleProgress.ofTerminal()) {
            report = Indexer.index(request, database.dataSource(), progress);
        }
        System.out.print(summary(report));
    }

    private static String summary(IndexReport report) {
        ScanResult scan = report.scan();
        double seconds = scan.elapsed().toNanos() / 1e9;
        StringBuilder summary = new StringBuilder();
        summary.append("Run %d of %s is published: %,d features, %,d examples from %,d tokens in %,d contexts.%n"
                .formatted(
                        report.runId(),
                        report.model(),
                        features(scan),
                        report.examples(),
                        scan.tokens(),
                        scan.contexts()));
        summary.append(
                "Scan %.1f s, %,.0f tokens/s; the model's forward pass alone took %.1f s of it, %,.0f tokens/s. Writing %.1f s.%n"
                        .formatted(
                                seconds,
                                scan.tokens() / seconds,
                                scan.forward().toNanos() / 1e9,
                                scan.tokens() / (scan.forward().toNanos() / 1e9),
                                report.loadSeconds()));
        if (scan.nonFinite() > 0) {
            summary.append("%,d activations were NaN or infinite and were left out; first: %s%n"
                    .formatted(scan.nonFinite(), firstNonFinite(scan)));
        }
        return summary.toString();
    }

    private static long features(ScanResult scan) {
        return scan.evidence().keySet().stream()
                .mapToLong(source -> source.features())
                .sum();
    }

    private static String firstNonFinite(ScanResult scan) {
        return scan.evidence().entrySet().stream()
                .flatMap(source -> source.getValue().nonFinite().first().stream()
                        .map(place -> "%s neuron %d, context %d, position %d"
                                .formatted(
                                        source.getKey().name(), place.feature(), place.contextNo(), place.position())))
                .findFirst()
                .orElseThrow();
    }
}
