package org.featurescope.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import org.featurescope.core.HookPoint;
import org.featurescope.core.PublicName;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.SourceSelection.SaeChoice;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.HookSource;
import org.featurescope.pipeline.scan.SaeSource;
import org.jspecify.annotations.Nullable;

/** Finds the sources that a selection means: hook points in the order of the model, then SAEs in the order given. */
final class SourceFinder {

    private SourceFinder() {}

    /**
     * @throws IllegalArgumentException if a pattern matches nothing, or two sources have the same name
     * @throws org.featurescope.lm.file.MalformedFileException if the files of an SAE are broken
     * @throws org.featurescope.lm.file.UnsupportedException if an SAE would be computed wrongly
     */
    static List<FeatureSource> find(SourceSelection selection, ModelFolder model) {
        List<FeatureSource> found = new ArrayList<>(hooks(selection.hooks(), model.hookPoints()));
        for (SaeChoice choice : selection.saes()) {
            found.addAll(saes(choice));
        }
        requireDistinctNames(found);
        return List.copyOf(found);
    }

    private static List<HookSource> hooks(List<String> patterns, Map<HookPoint, Integer> widths) {
        Set<HookPoint> wanted = new LinkedHashSet<>();
        patterns.forEach(pattern -> wanted.addAll(HookPattern.matching(pattern, widths.keySet())));
        return widths.keySet().stream()
                .filter(wanted::contains)
                .map(point -> HookSource.of(point, Objects.requireNonNull(widths.get(point))))
                .toList();
    }

    private static List<SaeSource> saes(SaeChoice choice) {
        List<Sae> saes = SaeFolder.read(choice.folder(), choice.options());
        return saes.stream()
                .map(sae -> new SaeSource(
                        name(sae, choice.options().name(), saes.size() > 1), sae, given(choice.options())))
                .toList();
    }

    /** A name that is given goes before the SAE's own; of several in a folder, each has its layer in front. */
    private static String name(Sae sae, @Nullable String given, boolean several) {
        if (given == null) {
            return PublicName.require("the name of an SAE", sae.name(), "--sae DIR,name=NAME");
        }
        String layer = several && sae.input().layer() != null ? sae.input().layer() + "-" : "";
        return PublicName.require("name= of an SAE", layer + given, "--sae DIR,name=NAME");
    }

    private static String given(SaeOptions options) {
        StringJoiner given = new StringJoiner(", ");
        add(given, "format", options.format());
        add(given, "hook", options.input());
        add(given, "out", options.output());
        add(given, "k", options.k());
        add(given, "centred", options.centred());
        add(given, "scale", options.scale());
        add(given, "subtract-b-dec", options.subtractsDecoderBias());
        return given.toString();
    }

    private static void add(StringJoiner given, String key, @Nullable Object value) {
        if (value != null) {
            given.add(key + "=" + value);
        }
    }

    private static void requireDistinctNames(List<FeatureSource> sources) {
        Map<String, FeatureSource> byName = new HashMap<>();
        for (FeatureSource source : sources) {
            FeatureSource other = byName.put(source.name(), source);
            if (other != null) {
                throw new IllegalArgumentException("two sources are named \"" + source.name() + "\": one at "
                        + other.hookPoint() + ", one at " + source.hookPoint()
                        + "; give an SAE another name with --sae DIR,name=NAME");
            }
        }
    }
}
