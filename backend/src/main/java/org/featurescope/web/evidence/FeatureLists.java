package org.featurescope.web.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.db.format.TokenIdFormat;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunCorpus;
import org.featurescope.web.evidence.ListedFeature.Raised;
import org.featurescope.web.evidence.ListedFeature.Top;
import org.featurescope.web.evidence.ListedFeatureRepository.Context;
import org.featurescope.web.evidence.ListedFeatureRepository.ContextKey;
import org.featurescope.web.evidence.ListedFeatureRepository.Key;
import org.featurescope.web.evidence.ListedFeatureRepository.Row;
import org.featurescope.web.explanation.Explanation;
import org.featurescope.web.explanation.Explanations;
import org.featurescope.web.text.ContextText;
import org.featurescope.web.text.Vocabularies;
import org.featurescope.web.text.Vocabulary;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads features as lists show them, of one source or of many: two queries, three where an example is very long. */
@Component
public class FeatureLists {

    private final ListedFeatureRepository repository;
    private final Vocabularies vocabularies;
    private final Explanations explanations;

    FeatureLists(ListedFeatureRepository repository, Vocabularies vocabularies, Explanations explanations) {
        this.repository = repository;
        this.vocabularies = vocabularies;
        this.explanations = explanations;
    }

    /** One feature of a place. */
    public record Wanted(Place place, int index) {

        private Key key() {
            return new Key(place.keys().runId(), place.keys().sourceId(), index);
        }
    }

    /** A feature that exists. */
    private record Found(Place place, int index, Row row) {}

    /** Those that exist, in the order in which they are wanted. */
    public List<ListedFeature> read(List<Wanted> wanted) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<Key, Row> rows = repository.read(wanted.stream().map(Wanted::key).toList());
        List<Found> found = new ArrayList<>();
        for (Wanted each : wanted) {
            Row row = rows.get(each.key());
            if (row != null) {
                found.add(new Found(each.place(), each.index(), row));
            }
        }
        Map<Found, Example> examples = strongest(found);
        Set<ContextKey> contexts = new HashSet<>();
        examples.forEach((feature, example) -> contexts.add(context(feature.place(), example)));
        Map<ContextKey, Context> texts = repository.contexts(contexts);
        return found.stream()
                .map(feature -> listed(feature, examples.get(feature), texts))
                .toList();
    }

    /** The first example at the top of each feature that has one. */
    private Map<Found, Example> strongest(List<Found> features) {
        Map<Found, Example> strongest = new IdentityHashMap<>();
        List<Found> unfinished = new ArrayList<>();
        for (Found feature : features) {
            byte[] part = feature.row().firstPart();
            Example example = part == null ? null : EvidenceFormat.firstExample(part, corpora(feature.place()));
            if (example != null && example.peak() > 0) { // else it is of another group, and there is none at the top
                strongest.put(feature, example);
            } else if (example == null && feature.row().facts().isActive()) { // it goes on in the next part
                unfinished.add(feature);
            }
        }
        if (!unfinished.isEmpty()) {
            readWhole(unfinished, strongest);
        }
        return strongest;
    }

    private void readWhole(List<Found> unfinished, Map<Found, Example> strongest) {
        Map<Key, byte[]> whole =
                repository.evidence(unfinished.stream().map(FeatureLists::key).toList());
        for (Found feature : unfinished) {
            byte[] bytes = whole.get(key(feature));
            if (bytes != null) {
                EvidenceFormat.decode(bytes, feature.index(), corpora(feature.place())).top().stream()
                        .findFirst()
                        .ifPresent(example -> strongest.put(feature, example));
            }
        }
    }

    private static Key key(Found feature) {
        return new Wanted(feature.place(), feature.index()).key();
    }

    private static ContextKey context(Place place, Example example) {
        int corpus = corpora(place).ordinal(ContextId.corpusKey(example.context()));
        return new ContextKey(
                place.keys().corpora().get(corpus).contextSetId(), ContextId.contextNo(example.context()));
    }

    private static CorpusKeys corpora(Place place) {
        return CorpusKeys.of(
                place.run().corpora().stream().map(RunCorpus::sha256).toList());
    }

    private ListedFeature listed(Found feature, @Nullable Example example, Map<ContextKey, Context> texts) {
        Place place = feature.place();
        Row row = feature.row();
        Vocabulary vocabulary = vocabularies.get(place.keys().tokenizerId());
        List<Raised> raised = IntStream.range(0, row.logitTokens().size())
                .mapToObj(i -> {
                    int token = row.logitTokens().get(i);
                    return new Raised(
                            token, vocabulary.name(token), row.logitEffects().get(i));
                })
                .toList();
        Context context = example == null ? null : texts.get(context(place, example));
        return new ListedFeature(
                place,
                FeatureFacts.of(row.facts(), place.run().tokens()),
                raised,
                example == null || context == null ? null : top(vocabulary, example, context));
    }

    private static Top top(Vocabulary vocabulary, Example example, Context context) {
        int[] tokenIds = TokenIdFormat.decode(context.tokenIds());
        float[] activations = ActivationFormat.decode(example.activations(), tokenIds.length);
        activations[example.peakPosition()] = example.peak();
        return new Top(
                ContextText.of(vocabulary, tokenIds, activations),
                example.peakPosition(),
                example.peak(),
                context.document());
    }

    /** The features of a source that raise a token, with the effect on its logit; of each the strongest tokens are known. */
    public Map<Integer, Float> raising(Place place, int tokenId) {
        return repository.raising(place.keys().runId(), place.keys().sourceId(), tokenId);
    }

    /** A feature with all that is kept of it. */
    public record Whole(FeatureFacts facts, StoredEvidence kept, List<Explanation> explanations) {}

    /** Of each in the order in which they are wanted; one query. @throws IllegalStateException when one does not exist */
    public List<Whole> whole(List<Wanted> wanted) {
        Map<Key, ListedFeatureRepository.WholeRow> rows =
                repository.whole(wanted.stream().map(Wanted::key).toList());
        return wanted.stream()
                .map(each -> {
                    ListedFeatureRepository.WholeRow row = rows.get(each.key());
                    if (row == null) {
                        throw new IllegalStateException("feature " + each.index() + " is not stored");
                    }
                    return new Whole(
                            FeatureFacts.of(row.facts(), each.place().run().tokens()),
                            EvidenceFormat.decode(
                                    EvidenceFormat.join(row.parts()), each.index(), corpora(each.place())),
                            row.explanations().stream().map(explanations::read).toList());
                })
                .toList();
    }
}
