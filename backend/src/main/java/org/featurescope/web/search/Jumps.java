package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * Where a question may lead: a feature, source or model by its names, in any way that people write them; a hook point, a label, a
 * corpus. What matches exactly comes first.
 */
final class Jumps {

    private static final int MOST = 60;

    /** {@code 2-mlp/122}, {@code 2-mlp 122}, {@code babel-4l 2-mlp #122}, {@code babel-4l/2-mlp/122?run=1}. */
    private static final Pattern INDEXED = Pattern.compile("(?:(.+?)[\\s/:,#]+)?#?(\\d{1,9})");

    /** {@code 3:512} and {@code L3N512}: layer and neuron. */
    private static final Pattern NEURON = Pattern.compile("l?(\\d{1,3})\\s*[:/.]?\\s*n?(\\d{1,9})");

    /** The beginning of the name of a source: its layer, and how its kind begins. */
    private static final Pattern BEGINNING = Pattern.compile("(?:\\S+ )?\\d+-\\w\\S*");

    private final List<Place> places;

    Jumps(List<Place> places) {
        this.places = places;
    }

    /** @param isLabel whether it is one: what people type as a word, too */
    private record Jump(PageLink link, boolean isLabel) {}

    /** The one page that a question clearly names: a feature, or a model, source or corpus by its whole name; null: none, or several. */
    @Nullable String certain(String question) {
        String asked = normal(question);
        List<PageLink> features = features(asked);
        if (!features.isEmpty()) {
            return features.size() == 1 ? features.get(0).url() : null;
        }
        List<Jump> named = named(asked, true);
        return named.size() == 1 && !named.get(0).isLabel ? named.get(0).link.url() : null;
    }

    /** The best first; empty: nothing of this kind is known. */
    List<PageLink> of(String question) {
        String asked = normal(question);
        Map<String, PageLink> jumps = new LinkedHashMap<>();
        features(asked).forEach(jump -> jumps.putIfAbsent(jump.url(), jump));
        for (boolean exact : new boolean[] {true, false}) {
            if (jumps.isEmpty()) {
                named(asked, exact).forEach(jump -> jumps.putIfAbsent(jump.link.url(), jump.link));
            }
        }
        return jumps.values().stream().limit(MOST).toList();
    }

    /**
     * Lower case, without what stands around names in addresses: scheme, host, parameters, what a Neuronpedia address of its API begins
     * with.
     */
    static String normal(String question) {
        return question.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^https?://[^/]*/?", "")
                .replaceFirst("^(www\\.)?(neuronpedia\\.org|neuroscope\\.io)(/|$)", "")
                .replaceFirst("^api/feature/", "")
                .replaceFirst("[?#](?=.*[=&]).*|#[^\\d]*$|[?].*", "")
                .replaceFirst("\\.(json|html)$", "")
                .replaceFirst("/index$", "")
                .replaceFirst("\\[[^\\]]*?(\\d+)]$", " $1") // activations[…, 17]
                .replaceFirst("^gpt2-small(?=[/ ]|$)", "gpt2") // as Neuronpedia and Neuroscope call it
                .replaceAll("\\s+", " ")
                .replaceAll("^/+|/+$", "");
    }

    private List<PageLink> features(String asked) {
        List<PageLink> jumps = new ArrayList<>();
        Matcher indexed = INDEXED.matcher(asked);
        if (indexed.matches() && indexed.group(1) != null) {
            int index = Integer.parseInt(indexed.group(2));
            for (SourceFacts source : called(indexed.group(1))) {
                if (index < source.features()) {
                    jumps.add(feature(source, index));
                }
            }
        }
        Matcher neuron = NEURON.matcher(asked);
        if (jumps.isEmpty() && neuron.matches()) {
            int layer = Integer.parseInt(neuron.group(1));
            int index = Integer.parseInt(neuron.group(2));
            for (Place place : places) {
                SourceFacts source = place.source();
                if (source.kind().equals("mlp")
                        && source.layer() != null
                        && source.layer() == layer
                        && index < source.features()) {
                    jumps.add(feature(source, index));
                }
            }
        }
        return jumps;
    }

    /** The sources that a name means; if none is called so, those whose names begin so. */
    private List<SourceFacts> called(String asked) {
        List<SourceFacts> all = places.stream().map(Place::source).toList();
        List<SourceFacts> named =
                all.stream().filter(source -> isNamed(source, asked)).toList();
        String words = words(asked);
        return named.isEmpty()
                ? all.stream().filter(source -> begins(source, words)).toList()
                : named;
    }

    private static boolean begins(SourceFacts source, String words) {
        return BEGINNING.matcher(words).matches()
                && (source.name().startsWith(words) || (source.model() + " " + source.name()).startsWith(words));
    }

    /** By model and source, by source alone, by hook point; spaces and slashes between them are alike. */
    private static boolean isNamed(SourceFacts source, String asked) {
        String words = words(asked);
        return words.equals(source.name())
                || words.equals(source.model() + " " + source.name())
                || words.equals(hookPoint(source))
                || words.equals(source.model() + " " + hookPoint(source))
                || source.layer() != null
                        && source.kind().equals("mlp")
                        && (words.equals("layer " + source.layer())
                                || words.equals(source.model() + " " + source.layer()));
    }

    /** In lower case; of an import that does not say, a text that nobody asks for. */
    private static String hookPoint(SourceFacts source) {
        return source.hookPointText().toLowerCase(Locale.ROOT);
    }

    private static String words(String text) {
        return text.replaceAll("[\\s/,#]+", " ").strip();
    }

    private static PageLink feature(SourceFacts source, int index) {
        return new PageLink(
                Words.of("jump.feature", source.model(), source.name(), source.featureNoun(), Numbers.count(index)),
                Links.feature(source.model(), source.name(), index));
    }

    /** @param exact whether the whole name must be there, or a part of it */
    private List<Jump> named(String asked, boolean exact) {
        List<Jump> jumps = new ArrayList<>();
        if (asked.isEmpty()) {
            return jumps;
        }
        String words = words(asked);
        models().filter(model -> matches(model, words, exact))
                .forEach(model ->
                        jumps.add(new Jump(new PageLink(Words.of("jump.model", model), Links.model(model)), false)));
        for (Place place : places) {
            SourceFacts source = place.source();
            if (exact
                    ? isNamed(source, words)
                    : source.name().contains(words) || hookPoint(source).contains(words) || begins(source, words)) {
                jumps.add(new Jump(source(source), false));
            }
        }
        for (Place place : places) {
            for (RunLabel label : place.run().labels()) {
                String name = label.label();
                if (name != null && matches(name, words, exact)) {
                    String model = place.source().model();
                    jumps.add(new Jump(
                            new PageLink(
                                    Words.of("jump.label", name, model),
                                    Links.label(model, place.run().labelKey(label))),
                            true));
                }
            }
        }
        for (Place place : places) {
            place.run().corpora().stream()
                    .filter(corpus -> matches(corpus.name(), words, exact)
                            || words.length() >= 8 && corpus.sha256().startsWith(words))
                    .forEach(corpus -> jumps.add(new Jump(
                            new PageLink(Words.of("jump.corpus", corpus.name()), Links.corpus(corpus.sha256())),
                            false)));
        }
        return jumps;
    }

    private Stream<String> models() {
        return places.stream().map(place -> place.source().model()).distinct();
    }

    private static PageLink source(SourceFacts source) {
        return new PageLink(
                Words.of(
                        "jump.source",
                        source.model(),
                        source.name(),
                        Numbers.count(source.features()),
                        source.featureNouns(),
                        source.hookPointText()),
                Links.source(source.model(), source.name()));
    }

    private static boolean matches(String name, String asked, boolean exact) {
        String lower = name.toLowerCase(Locale.ROOT);
        return exact ? lower.equals(asked) : lower.contains(asked);
    }
}
