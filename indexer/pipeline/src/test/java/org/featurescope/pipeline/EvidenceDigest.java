package org.featurescope.pipeline;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.pipeline.scan.ScanResult;

/** What a run found, as text, a line for each feature, so that two runs can be compared and a difference be read. */
final class EvidenceDigest {

    private EvidenceDigest() {}

    /** Counts and examples: what may not depend on how the work was split. */
    static Map<String, String> exact(ScanResult scan) {
        return digest(scan, false);
    }

    /** Everything, to the last bit. */
    static Map<String, String> whole(ScanResult scan) {
        Map<String, String> whole = digest(scan, true);
        scan.fidelity().forEach((source, fidelity) -> whole.put(source.name() + " fidelity", fidelity.toString()));
        return whole;
    }

    private static Map<String, String> digest(ScanResult scan, boolean moments) {
        Map<String, String> digest = new TreeMap<>();
        digest.put("counts", scan.contexts() + " contexts, " + scan.tokens() + " tokens, " + scan.nonFinite());
        scan.evidence().forEach((source, collector) -> {
            digest.put(source.name() + " labels", collector.labels().toString());
            for (int feature = 0; feature < collector.features(); feature++) {
                digest.put(source.name() + " " + feature, digest(collector, feature, moments));
            }
        });
        return digest;
    }

    private static String digest(EvidenceCollector collector, int index, boolean moments) {
        FeatureEvidence feature = collector.feature(index);
        StringBuilder text = new StringBuilder();
        text.append(feature.statistics().activeTokens()).append(' ');
        text.append(feature.statistics().activeContexts()).append(' ');
        text.append(feature.statistics().maximum()).append(' ');
        text.append(feature.statistics().minimum()).append(' ');
        text.append(feature.histogram()).append(' ');
        if (moments) {
            text.append(feature.statistics()).append(feature.lookup());
        }
        for (LabelEvidence label : feature.labels()) {
            text.append(label.label())
                    .append(Arrays.toString(label.maxima().counts()))
                    .append(label.auc());
        }
        feature.groups().forEach(group -> append(text, group));
        return text.toString();
    }

    private static void append(StringBuilder text, ExampleGroup group) {
        text.append("\n  ")
                .append(group.kind())
                .append(' ')
                .append(group.number())
                .append(' ');
        text.append(group.low()).append(' ').append(group.high()).append(' ');
        text.append(group.tokens()).append(' ').append(group.contexts());
        for (Example example : group.examples()) {
            text.append("\n    ").append(Long.toHexString(example.context())).append(' ');
            text.append(example.peakPosition())
                    .append(' ')
                    .append(example.peak())
                    .append(' ');
            text.append(Arrays.hashCode(example.activations())).append(' ').append(example.repeats());
        }
    }
}
