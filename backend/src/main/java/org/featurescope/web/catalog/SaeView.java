package org.featurescope.web.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * An SAE as templates show it.
 *
 * @param what it is, in short: {@code topk SAE, SAELens}
 * @param hookPoints where it attaches: the one it reads, and the one it predicts
 * @param fidelity the figures, with their units and what they are about; null: not measured
 * @param unit of its activations
 * @param suspicion why it looks wrongly read; null: it does not
 * @param facts names and values
 * @param remarks what is unusual, about it and about its use in this run
 */
public record SaeView(
        String what,
        List<String> hookPoints,
        @Nullable String fidelity,
        String unit,
        @Nullable String suspicion,
        List<Fact> facts,
        List<String> remarks) {

    private static final int SHORT_HASH = 12;

    /** @param code whether the value is a name from files rather than words */
    public record Fact(String name, String value, boolean code) {}

    /** Null for a source that is no SAE. */
    public static @Nullable SaeView of(Place place) {
        SourceFacts source = place.source();
        SaeFacts sae = source.sae();
        if (sae == null) {
            return null;
        }
        FidelityFacts fidelity = place.fidelity();
        return new SaeView(
                Words.of(
                        source.kind().equals("transcoder") ? "sae.what.transcoder" : "sae.what",
                        sae.architecture(),
                        sae.format()),
                Stream.of(source.hookPointText(), sae.outputHookPoint())
                        .distinct()
                        .toList(),
                fidelity == null ? null : sentence(sae, fidelity, place.run().tokens()),
                unit(sae),
                fidelity == null ? null : fidelity.suspicion(),
                facts(source, sae),
                Stream.concat(sae.remarks().stream(), fidelity == null ? Stream.of() : fidelity.remarks().stream())
                        .toList());
    }

    private static String sentence(SaeFacts sae, FidelityFacts fidelity, @Nullable Long tokens) {
        return Words.of(
                "sae.fidelity",
                explained(sae, fidelity),
                Numbers.fixed(fidelity.meanL0(), 1),
                Numbers.percent(fidelity.deadFraction()),
                Numbers.count(tokens));
    }

    private static String explained(SaeFacts sae, FidelityFacts fidelity) {
        if (fidelity.fvu() != null) {
            return Words.of("sae.fvu", Numbers.significant(fidelity.fvu(), 3), Numbers.count(fidelity.fvuTokens()));
        }
        return Words.of(sae.dOut() == null ? "sae.fvu.none" : "sae.fvu.infinite");
    }

    private static String unit(SaeFacts sae) {
        return Words.of(
                switch (sae.decoderNorm()) {
                    case "scales latents" -> "sae.unit.folded";
                    case "for selection" -> "sae.unit.selecting";
                    default -> "sae.unit.plain";
                });
    }

    private static List<Fact> facts(SourceFacts source, SaeFacts sae) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("sae.format", sae.format() + ", " + sae.architecture(), false));
        facts.add(fact("sae.reads", source.hookPointText(), true));
        facts.add(fact("sae.reconstructs", sae.outputHookPoint(), true));
        facts.add(fact("sae.sizes", sizes(source, sae), false));
        facts.add(fact("sae.activation", sae.activation(), false));
        facts.add(fact("sae.normalisation", sae.normalisation(), false));
        facts.add(fact("sae.centred", Words.of(sae.centred() ? "sae.centred.yes" : "sae.centred.no"), false));
        facts.add(fact("sae.unit", unit(sae), false));
        if (sae.declaredL0() != null) {
            facts.add(fact("sae.declared", Numbers.fixed(sae.declaredL0(), 1), false));
        }
        if (sae.declaredModel() != null) {
            facts.add(fact("sae.trained", sae.declaredModel(), true));
        }
        if (!sae.options().isEmpty()) {
            facts.add(fact("sae.options", sae.options(), true));
        }
        facts.add(fact("sae.sha", sae.sha256().substring(0, SHORT_HASH) + "…", true));
        return facts;
    }

    private static Fact fact(String key, String value, boolean code) {
        return new Fact(Words.of(key), value, code);
    }

    private static String sizes(SourceFacts source, SaeFacts sae) {
        String dIn = Numbers.count(sae.dIn());
        String latents = Numbers.count(source.features());
        return sae.dOut() == null
                ? Words.of("sae.sizes.encoder", dIn, latents)
                : Words.of("sae.sizes.of", dIn, latents, Numbers.count(sae.dOut()));
    }
}
