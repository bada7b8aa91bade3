package org.featurescope.web.feature;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.web.evidence.Example;

/**
 * Where top examples have their peaks.
 *
 * @param token the text there
 * @param examples how many of them peak at it
 */
record PeakToken(String token, int examples) {

    /** The most frequent first; of equally frequent ones, that of the larger peak. */
    static List<PeakToken> of(List<Example> examples) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Example example : examples) {
            String token =
                    example.text().around(example.peakPosition(), 0).peak().text();
            counts.merge(token, 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .map(entry -> new PeakToken(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(PeakToken::examples).reversed())
                .toList();
    }
}
