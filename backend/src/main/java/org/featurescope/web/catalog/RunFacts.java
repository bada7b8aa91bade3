package org.featurescope.web.catalog;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.text.Vocabularies;
import org.jspecify.annotations.Nullable;

/**
 * Where the numbers of a page come from. A run never changes.
 *
 * <p>Of an import, what its files do not say is null.
 *
 * @param origin the format that it was imported from; null: it was indexed
 * @param tokens that were counted; special positions are left out
 * @param contexts that were read
 * @param contextTokens the longest context, beginning-of-text token included
 * @param corpus the name of its first corpus
 * @param corpora side by side in the run
 * @param topK examples kept of a feature, at most
 * @param maxTokens the limit that was asked for; null: none
 * @param nonFinite activations that were NaN or infinite, and left out
 * @param seconds that the run took
 * @param evidence how much it keeps; null, like the manifest: it is from before there was more than top examples
 * @param labels by number
 * @param firstNonFinite null: there was none, or it was not noted
 * @param manifest everything that determines the result, as the run wrote it before it began; JSON
 * @param documentFeatures whether it knows which features stand out in a document
 * @param bosToken the text of the token in front of every context; null: none
 */
public record RunFacts(
        int id,
        String name,
        @Nullable String origin,
        @Nullable Long tokens,
        @Nullable Long contexts,
        int contextTokens,
        String corpus,
        String corpusSha256,
        List<RunCorpus> corpora,
        @Nullable Integer topK,
        @Nullable Long maxTokens,
        @Nullable Integer batchContexts,
        long nonFinite,
        @Nullable String dtype,
        @Nullable String device,
        String programVersion,
        double seconds,
        Instant publishedAt,
        @Nullable String weightsSha256,
        String tokenizerSha256,
        @Nullable Integer bosTokenId,
        @Nullable String bosToken,
        @Nullable EvidenceFacts evidence,
        List<RunLabel> labels,
        @Nullable NonFiniteFacts firstNonFinite,
        @JsonRawValue @Nullable String manifest,
        boolean documentFeatures) {

    public RunFacts {
        corpora = List.copyOf(corpora);
        labels = List.copyOf(labels);
    }

    static RunFacts of(RunSourceEntity row, Vocabularies vocabularies) {
        RunEntity run = row.run;
        ContextSetEntity set = run.contextSet;
        Integer bos = set.bosTokenId;
        HexFormat hex = HexFormat.of();
        return new RunFacts(
                run.id,
                run.name,
                run.origin,
                run.tokens,
                run.contexts,
                set.contextTokens,
                set.corpus.name,
                hex.formatHex(set.corpus.sha256),
                run.corpora.stream().map(RunFacts::corpus).toList(),
                run.topK,
                run.maxTokens,
                run.batchContexts,
                run.nonFinite,
                run.dtype,
                run.device,
                run.programVersion,
                run.seconds,
                run.publishedAt,
                row.source.model.weightsSha256(),
                hex.formatHex(set.tokenizer.sha256),
                bos,
                bos == null ? null : vocabularies.get(set.tokenizer.id).text(bos),
                EvidenceFacts.of(run),
                run.labels.stream().map(label -> label(run, label)).toList(),
                NonFiniteFacts.of(run),
                run.manifest,
                run.documentFeatures);
    }

    private static RunCorpus corpus(RunCorpusEntity row) {
        CorpusEntity corpus = row.contextSet.corpus;
        return new RunCorpus(corpus.name, HexFormat.of().formatHex(corpus.sha256), row.contexts, row.tokens);
    }

    private static RunLabel label(RunEntity run, RunLabelEntity row) {
        String corpus = run.corpora.get(row.corpusOrdinal).contextSet.corpus.name;
        return new RunLabel(row.id.number(), corpus, row.name, row.contexts, row.tokens);
    }

    /** What was read, in words: {@code 1,000 tokens of demo}, or where it was imported from. */
    public String readText() {
        String read = tokens == null ? corpusNames() : Words.of("citation.read", Numbers.count(tokens), corpusNames());
        return origin == null ? read : Words.of("citation.imported", read, origin);
    }

    /** How addresses name one of its labels. */
    public String labelKey(RunLabel label) {
        return label.key(labels);
    }

    /** The names of its corpora, as a sentence has them. */
    public String corpusNames() {
        return corpora.stream().map(RunCorpus::name).collect(Collectors.joining(" and "));
    }
}
