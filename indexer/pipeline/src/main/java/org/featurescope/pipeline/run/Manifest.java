package org.featurescope.pipeline.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.featurescope.core.FileHash;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.pipeline.corpus.CorpusIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Everything that determines what a run finds. Two runs with equal manifests hold the same evidence, but for the rounding of
 * another machine's arithmetic. Written before the scan begins, and published with the run.
 *
 * @param format of this text; 1
 * @param corpora in the order of their keys
 * @param contextTokens the longest context, beginning-of-text token included
 * @param bosTokenId stands in front of every context; null: none
 * @param sources in the order of the scan
 * @param maxTokens each corpus is read up to the context that reaches so many counted tokens; null: to its end
 * @param shardContexts contexts of a corpus between two checkpoints; batches end with a shard
 * @param lookupTokens the tokens of the token lookup, ascending; empty: it is not made
 * @param compareLimit up to which cost features are compared with each other, in 10¹² multiplications
 */
public record Manifest(
        int format,
        Model model,
        List<CorpusIdentity> corpora,
        int contextTokens,
        @Nullable Integer bosTokenId,
        List<Source> sources,
        EvidenceSettings evidence,
        @Nullable Long maxTokens,
        int shardContexts,
        int batchContexts,
        String device,
        String dtype,
        List<Integer> lookupTokens,
        double compareLimit,
        String programVersion) {

    public static final int FORMAT = 1;

    /** What decides the last bits of activations at most. */
    private static final Set<String> ROUNDING =
            Set.of("--shard-contexts", "--batch-contexts", "--device", "dtype", "program version");

    private static final String WEIGHTS = "the hash of the model's weights";
    private static final String TOKENIZER = "the hash of the model's tokenizer";
    private static final String SOURCES = "the set of sources (--hooks, --sae)";
    private static final String CORPORA = "--corpus";
    private static final String LOOKUP = "the set of tokens of the token lookup (--lookup-tokens)";
    private static final String COMPARISON = "--compare-limit";

    public Manifest {
        corpora = List.copyOf(corpora);
        sources = List.copyOf(sources);
        lookupTokens = List.copyOf(lookupTokens);
    }

    public record Model(String name, String weightsSha256, String tokenizerSha256) {}

    /** The run with more corpora. */
    public Manifest extendedBy(List<CorpusIdentity> more, String onDevice, double upToCost, String byVersion) {
        List<CorpusIdentity> all = new ArrayList<>(corpora);
        all.addAll(more);
        return with(model, all, sources, onDevice, lookupTokens, upToCost, byVersion);
    }

    private Manifest with(
            Model otherModel,
            List<CorpusIdentity> otherCorpora,
            List<Source> otherSources,
            String otherDevice,
            List<Integer> otherLookup,
            double otherLimit,
            String otherVersion) {
        return new Manifest(
                format,
                otherModel,
                otherCorpora.stream().sorted(CorpusIdentity.ORDER).toList(),
                contextTokens,
                bosTokenId,
                otherSources,
                evidence,
                maxTokens,
                shardContexts,
                batchContexts,
                otherDevice,
                dtype,
                otherLookup,
                otherLimit,
                otherVersion);
    }

    /** With the tokens of the lookup that another run has too: what merging leaves of it. */
    public Manifest withCommonLookup(Manifest other) {
        List<Integer> common = new ArrayList<>(lookupTokens);
        common.retainAll(other.lookupTokens);
        return with(model, corpora, sources, device, common, compareLimit, programVersion);
    }

    /** @param identity what it is, in words, with the hash of an SAE's files */
    public record Source(String name, String identity) {}

    /** The same run over other corpora. */
    public Manifest over(List<CorpusIdentity> others, double upToCost) {
        return with(model, others, sources, device, lookupTokens, upToCost, programVersion);
    }

    /** What another manifest says otherwise, a sentence each, this one being the earlier: empty if they are equal. */
    public List<String> differences(Manifest later) {
        return differences(later, Set.of());
    }

    /**
     * Whether both make the same run, but for rounding: the size of batches, the device, the version of the program. The tokens of
     * the lookup follow from the corpora. Up to which cost features are compared does not count.
     */
    public boolean makesTheSameAs(Manifest other) {
        Set<String> except = new HashSet<>(ROUNDING);
        except.add(LOOKUP);
        except.add(COMPARISON);
        return differences(other, except).isEmpty();
    }

    /** What is otherwise in a model and its sources, a sentence each. */
    public List<String> differencesOfModel(Model found, List<Source> foundSources) {
        return differences(
                with(found, corpora, foundSources, device, lookupTokens, compareLimit, programVersion), Set.of());
    }

    /** Why the evidence of the two cannot become one; corpora, the tokens of the lookup and the limit of comparing may differ. */
    public List<String> obstaclesToMerging(Manifest other) {
        return differences(other, Set.of(CORPORA, LOOKUP, COMPARISON));
    }

    private List<String> differences(Manifest later, Set<String> except) {
        Map<String, String> now = later.settings();
        List<String> differences = new ArrayList<>();
        settings().forEach((setting, before) -> {
            String after = Objects.requireNonNull(now.get(setting));
            if (!before.equals(after) && !except.contains(setting)) {
                differences.add(setting + " was " + before + " and is " + after);
            }
        });
        return differences;
    }

    /** By the name under which a person sets them. */
    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("--model-name", model.name());
        settings.put(WEIGHTS, model.weightsSha256());
        settings.put(TOKENIZER, model.tokenizerSha256());
        settings.put(
                CORPORA,
                corpora.stream()
                        .map(corpus -> corpus.name() + " (sha256 " + corpus.sha256() + ")")
                        .collect(Collectors.joining(", ")));
        settings.put("--context-tokens", String.valueOf(contextTokens));
        settings.put("--bos (the token in front of a context)", bosTokenId == null ? "none" : bosTokenId.toString());
        settings.put(
                SOURCES,
                sources.stream()
                        .map(source -> source.name() + ": " + source.identity())
                        .sorted()
                        .collect(Collectors.joining("; ")));
        settings.put("--top-k", String.valueOf(evidence.topK()));
        settings.put("--intervals", String.valueOf(evidence.intervals()));
        settings.put("--interval-samples", String.valueOf(evidence.intervalSamples()));
        settings.put("--random-samples", String.valueOf(evidence.randomSamples()));
        settings.put("--label-top", String.valueOf(evidence.labelTopK()));
        settings.put("--seed", String.valueOf(evidence.seed()));
        settings.put("--max-tokens", maxTokens == null ? "none" : maxTokens.toString());
        settings.put("--shard-contexts", String.valueOf(shardContexts));
        settings.put("--batch-contexts", String.valueOf(batchContexts));
        settings.put("--device", device);
        settings.put("dtype", dtype);
        settings.put(LOOKUP, lookupTokens.toString());
        settings.put(COMPARISON, String.valueOf(compareLimit));
        settings.put("program version", programVersion);
        return settings;
    }

    /** As JSON, always the same for the same manifest. */
    public String toJson() {
        return Json.write(this);
    }

    /**
     * @param origin names the text in a complaint
     * @throws RunFilesException if it is no manifest
     */
    public static Manifest ofJson(String json, String origin) {
        Manifest manifest = Json.read(json, Manifest.class, origin);
        if (manifest.format() != FORMAT) {
            throw new RunFilesException(origin + ": format must be " + FORMAT + ", got " + manifest.format()
                    + "; a newer version of the program wrote it: use that");
        }
        return manifest;
    }

    /** SHA-256 of its JSON. */
    public String sha256() {
        return FileHash.ofText(toJson());
    }
}
