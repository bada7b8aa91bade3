package org.featurescope.cli;

import java.time.Duration;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.db.Database;
import org.featurescope.pipeline.IndexReport;
import org.featurescope.pipeline.IndexRequest;
import org.featurescope.pipeline.Indexer;
import org.featurescope.pipeline.scan.Fidelity;
import org.featurescope.pipeline.scan.SaeSource;
import org.featurescope.pipeline.scan.ScanResult;

/** Indexing as a person sees it: progress, then what came of it. */
final class Indexing {

    private Indexing() {}

    static void run(IndexRequest request, Home home, Database database) {
        IndexReport report;
        try (ConsoleProgress console = ConsoleProgress.ofTerminal()) {
            report = new Indexer(home.folder(), database.dataSource(), console.of(request.publicModelName()))
                    .index(request);
        }
        System.out.print(summary(report));
    }

    private static String summary(IndexReport report) {
        ScanResult scan = report.scan();
        double seconds = seconds(scan.elapsed());
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
                "Scan %.1f s, %,.0f tokens/s: forward pass %.1f s (alone %,.0f tokens/s), SAE encoders %.1f s, evidence %.1f s. Writing %.1f s.%n"
                        .formatted(
                                seconds,
                                scan.tokens() / seconds,
                                seconds(scan.forward()),
                                scan.tokens() / seconds(scan.forward()),
                                seconds(scan.encoding()),
                                seconds(scan.collecting()),
                                report.loadSeconds()));
        scan.fidelity().forEach((source, fidelity) -> summary.append(fidelity(source, fidelity)));
        if (scan.nonFinite() > 0) {
            summary.append("%,d activations were NaN or infinite and were left out; first: %s%n"
                    .formatted(scan.nonFinite(), firstNonFinite(scan)));
        }
        return summary.toString();
    }

    /** Of one SAE, with its units and over how many tokens. */
    static String fidelity(SaeSource source, Fidelity fidelity) {
        String fvu = fidelity.fvu().isPresent()
                ? "fraction of variance unexplained %.3g over %,d tokens"
                        .formatted(fidelity.fvu().getAsDouble(), fidelity.fvuTokens())
                : "fraction of variance unexplained not measured";
        String verdict = fidelity.isSuspect() ? " SUSPECT: " + String.join(" ", fidelity.suspicions()) : "";
        return "%s: %s; mean L0 %.1f latents per token; %.1f %% of %,d latents never active in %,d tokens.%s%n"
                .formatted(
                        source.name(),
                        fvu,
                        fidelity.meanL0(),
                        100.0 * fidelity.deadFeatures() / source.features(),
                        source.features(),
                        fidelity.tokens(),
                        verdict);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static long features(ScanResult scan) {
        return scan.evidence().keySet().stream()
                .mapToLong(source -> source.features())
                .sum();
    }

    private static String firstNonFinite(ScanResult scan) {
        return scan.evidence().entrySet().stream()
                .flatMap(source -> source.getValue().nonFinite().first().stream()
                        .map(place -> "%s feature %d, context %d, position %d"
                                .formatted(
                                        source.getKey().name(),
                                        place.feature(),
                                        ContextId.contextNo(place.context()),
                                        place.position())))
                .findFirst()
                .orElseThrow();
    }
}
