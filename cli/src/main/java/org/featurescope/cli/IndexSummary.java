package org.featurescope.cli;

import java.time.Duration;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.pipeline.IndexReport;
import org.featurescope.pipeline.scan.Fidelity;
import org.featurescope.pipeline.scan.SaeSource;
import org.featurescope.pipeline.scan.ScanResult;
import tools.jackson.databind.json.JsonMapper;

/** What came of an indexing, in words or as one JSON object. */
final class IndexSummary {

    private IndexSummary() {}

    static String text(IndexReport report) {
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

    /** In the form of {@code --progress json}: the last line, with the number of the run. */
    static String json(IndexReport report) {
        record Published(
                long run,
                String stage,
                String model,
                long features,
                long examples,
                long tokens,
                long contexts,
                double seconds) {}
        ScanResult scan = report.scan();
        Published published = new Published(
                report.runId(),
                "published",
                report.model(),
                features(scan),
                report.examples(),
                scan.tokens(),
                scan.contexts(),
                seconds(scan.elapsed()) + report.loadSeconds());
        return new JsonMapper().writeValueAsString(published) + System.lineSeparator();
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
