package org.featurescope.web.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.common.Numbers;
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
                sae.architecture() + (source.kind().equals("transcoder") ? " transcoder, " : " SAE, ") + sae.format(),
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
        return "%s; mean L0 %s latents per token; %s of latents never active in %s tokens."
                .formatted(
                        explained(sae, fidelity),
                        Numbers.fixed(fidelity.meanL0(), 1),
                        Numbers.percent(fidelity.deadFraction()),
                        Numbers.count(tokens));
    }

    private static String explained(SaeFacts sae, FidelityFacts fidelity) {
        if (fidelity.fvu() != null) {
            return "Fraction of variance unexplained (FVU) %s over %s tokens"
                    .formatted(Numbers.significant(fidelity.fvu(), 3), Numbers.count(fidelity.fvuTokens()));
        }
        return sae.dOut() == null
                ? "FVU not measured: the files hold no decoder that applies here"
                : "FVU not measured: the reconstruction has no finite figures";
    }

    private static String unit(SaeFacts sae) {
        return switch (sae.decoderNorm()) {
            case "scales latents" -> "raw latent activation; decoder norms folded in";
            case "for selection" ->
                "raw latent activation; decoder norms decide which latents are active, and are not folded in";
            default -> "raw latent activation; decoder norms not folded in";
        };
    }

    private static List<Fact> facts(SourceFacts source, SaeFacts sae) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Format, architecture", sae.format() + ", " + sae.architecture(), false));
        facts.add(new Fact("Reads", source.hookPointText(), true));
        facts.add(new Fact("Reconstructs", sae.outputHookPoint(), true));
        facts.add(new Fact("Sizes", sizes(source, sae), false));
        facts.add(new Fact("Activation function", sae.activation(), false));
        facts.add(new Fact("Input normalisation", sae.normalisation(), false));
        facts.add(new Fact("Input centred", sae.centred() ? "yes" : "no", false));
        facts.add(new Fact("Unit", unit(sae), false));
        if (sae.declaredL0() != null) {
            facts.add(new Fact("L0 its files promise", Numbers.fixed(sae.declaredL0(), 1), false));
        }
        if (sae.declaredModel() != null) {
            facts.add(new Fact("Trained on, as its files say", sae.declaredModel(), true));
        }
        if (!sae.options().isEmpty()) {
            facts.add(new Fact("Said when it was indexed", sae.options(), true));
        }
        facts.add(new Fact("SHA-256 of its files", sae.sha256().substring(0, SHORT_HASH) + "…", true));
        return facts;
    }

    private static String sizes(SourceFacts source, SaeFacts sae) {
        return "d_in %s, %s latents%s"
                .formatted(
                        Numbers.count(sae.dIn()),
                        Numbers.count(source.features()),
                        sae.dOut() == null ? ", no decoder" : ", d_out " + Numbers.count(sae.dOut()));
    }
}
