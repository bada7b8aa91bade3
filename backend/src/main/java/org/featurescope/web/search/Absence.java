package org.featurescope.web.search;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;

/** What a question plainly names, as an address, a feature or a hook point, and this index does not hold. */
final class Absence {

    private static final int MOST_NAMED = 12;

    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(https?://|(www\\.)?(neuronpedia\\.org|neuroscope\\.io)(/|$)).*");
    private static final Pattern FEATURE =
            Pattern.compile("([a-z0-9._-]+)[ /]+(\\d+(?:-[a-z0-9._-]+)?)(?:[ /#:]+(\\d{1,9}))?");
    private static final Pattern HOOK_POINT =
            Pattern.compile("(?:\\S+ )?(blocks\\.\\d+\\.\\S+|hook_\\S+?)(?:[ /]+\\d+)?");
    private static final Pattern FIRST = Pattern.compile("[^/ ]+");

    private final List<SourceFacts> sources;

    Absence(List<Place> places) {
        this.sources = places.stream().map(Place::source).toList();
    }

    /** Whether a question is the address of a page, so that its characters are nothing to look for in texts. */
    static boolean isAddress(String question) {
        return ADDRESS.matcher(question.strip()).matches();
    }

    /** A sentence that says what there is instead; empty: it names nothing of the kind. To be asked where no jump fits. */
    Optional<String> of(String question) {
        String asked = Jumps.normal(question);
        Matcher hook = HOOK_POINT.matcher(asked);
        if (hook.matches()) {
            return Optional.of(ofHookPoint(hook.group(1)));
        }
        Matcher feature = FEATURE.matcher(asked);
        if (feature.matches() && (isAddress(question) || feature.group(3) != null && isModel(feature.group(1)))) {
            return Optional.of(ofFeature(feature));
        }
        Matcher first = FIRST.matcher(asked);
        return isAddress(question) && first.lookingAt() ? Optional.of(ofModel(first.group())) : Optional.empty();
    }

    /** Of this index, or as models are called: {@code gpt2}, {@code pythia-70m}. */
    private boolean isModel(String name) {
        return sources.stream().anyMatch(source -> source.model().equals(name)) || name.matches(".*[a-z].*[0-9-].*");
    }

    private String ofFeature(Matcher asked) {
        String model = asked.group(1);
        List<SourceFacts> ofModel =
                sources.stream().filter(source -> source.model().equals(model)).toList();
        if (ofModel.isEmpty()) {
            return ofModel(model);
        }
        String name = asked.group(2);
        String index = asked.group(3);
        return ofModel.stream()
                .filter(source -> source.name().equals(name) || source.name().equals(name + "-mlp"))
                .filter(source -> index != null)
                .findFirst()
                .map(source -> Words.of(
                        "search.absent.feature",
                        model + " " + source.name(),
                        source.featureNoun(),
                        String.valueOf(index),
                        Numbers.count(source.features() - 1)))
                .orElseGet(() -> Words.of(
                        "search.absent.source",
                        model,
                        name,
                        list(ofModel.stream().map(SourceFacts::name))));
    }

    private String ofModel(String model) {
        return sources.stream().anyMatch(source -> source.model().equals(model))
                ? Words.of("search.absent.page", model)
                : Words.of("search.absent.model", model, list(sources.stream().map(SourceFacts::model)));
    }

    private String ofHookPoint(String name) {
        return Words.of(
                "search.absent.hook",
                name,
                list(sources.stream().map(SourceFacts::hookPoint).flatMap(Stream::ofNullable)));
    }

    private static String list(Stream<String> names) {
        List<String> distinct = names.distinct().toList();
        String shown = distinct.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return distinct.size() <= MOST_NAMED
                ? shown
                : Words.of("search.absent.more", shown, String.valueOf(distinct.size() - MOST_NAMED));
    }
}
