package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.catalog.SourceFacts;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;

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

    private final List<Place> places;

    Jumps(List<Place> places) {
        this.places = places;
    }

    /** The best first; empty: nothing of this kind is known. */
    List<PageLink> of(String question) {
        String asked = normal(question);
        Map<String, PageLink> jumps = new LinkedHashMap<>();
        features(asked).forEach(jump -> jumps.putIfAbsent(jump.url(), jump));
        if (jumps.isEmpty()) {
            named(asked, true).forEach(jump -> jumps.putIfAbsent(jump.url(), jump));
        }
        if (jumps.isEmpty()) {
            named(asked, false).forEach(jump -> jumps.putIfAbsent(jump.url(), jump));
        }
        return jumps.values().stream().limit(MOST).toList();
    }

    /** Lower case, without what stands around names in addresses: scheme, host, parameters. */
    private static String normal(String question) {
        return question.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^https?://[^/]*/", "")
                .replaceFirst("[?].*", "")
                .replaceFirst("\\.json$", "")
                .replaceAll("\\s+", " ")
                .replaceAll("^/+|/+$", "");
    }

    private List<PageLink> features(String asked) {
        List<PageLink> jumps = new ArrayList<>();
        Matcher indexed = INDEXED.matcher(asked);
        if (indexed.matches() && indexed.group(1) != null) {
            int index = Integer.parseInt(indexed.group(2));
            for (Place place : places) {
                if (isNamed(place.source(), indexed.group(1))
                        && index < place.source().features()) {
                    jumps.add(feature(place.source(), index));
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
                "%s %s, %s %s".formatted(source.model(), source.name(), source.featureNoun(), Numbers.count(index)),
                Links.feature(source.model(), source.name(), index));
    }

    /** @param exact whether the whole name must be there, or a part of it */
    private List<PageLink> named(String asked, boolean exact) {
        List<PageLink> jumps = new ArrayList<>();
        if (asked.isEmpty()) {
            return jumps;
        }
        String words = words(asked);
        Set<String> models = new LinkedHashSet<>();
        for (Place place : places) {
            SourceFacts source = place.source();
            if (matches(source.model(), words, exact) && models.add(source.model())) {
                jumps.add(new PageLink("Model " + source.model(), Links.model(source.model())));
            }
        }
        for (Place place : places) {
            SourceFacts source = place.source();
            if (exact
                    ? isNamed(source, words)
                    : source.name().contains(words) || hookPoint(source).contains(words)) {
                jumps.add(new PageLink(
                        "%s %s, %s %ss at %s"
                                .formatted(
                                        source.model(),
                                        source.name(),
                                        Numbers.count(source.features()),
                                        source.featureNoun(),
                                        source.hookPointText()),
                        Links.source(source.model(), source.name())));
            }
        }
        for (Place place : places) {
            for (RunLabel label : place.run().labels()) {
                String name = label.label();
                if (name != null && matches(name, words, exact)) {
                    jumps.add(new PageLink(
                            "Label %s: the features of %s that tell it apart"
                                    .formatted(name, place.source().model()),
                            Links.label(place.source().model(), place.run().labelKey(label))));
                }
            }
        }
        for (Place place : places) {
            place.run().corpora().stream()
                    .filter(corpus -> matches(corpus.name(), words, exact)
                            || words.length() >= 8 && corpus.sha256().startsWith(words))
                    .forEach(corpus ->
                            jumps.add(new PageLink("Corpus " + corpus.name(), Links.corpus(corpus.sha256()))));
        }
        return jumps;
    }

    private static boolean matches(String name, String asked, boolean exact) {
        String lower = name.toLowerCase(Locale.ROOT);
        return exact ? lower.equals(asked) : lower.contains(asked);
    }
}
