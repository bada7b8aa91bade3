package org.featurescope.web.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.featurescope.web.column.Column;
import org.featurescope.web.label.LabelRanking.Place;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelRankingTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pagesAreAllFeaturesOfAllSourcesInOrder(boolean descending) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Column> sources = new ArrayList<>();
        List<Place> expected = new ArrayList<>();
        for (int source = 0; source < 3; source++) {
            float[] values = new float[40];
            for (int feature = 0; feature < values.length; feature++) {
                values[feature] = random.nextInt(6) == 0 ? Float.NaN : random.nextInt(5) / 4f;
                if (!Float.isNaN(values[feature])) {
                    expected.add(new Place(values[feature], source, feature));
                }
            }
            sources.add(Column.of(values));
        }
        Comparator<Place> byAuc = Comparator.comparing(Place::auc);
        expected.sort(descending ? byAuc.reversed() : byAuc); // stable, so by source and index

        LabelRanking ranking = new LabelRanking(sources, descending);
        List<Place> paged = new ArrayList<>();
        List<Place> starts = new ArrayList<>();
        Place after = null;
        LabelRanking.Shown shown;
        do {
            shown = ranking.after(after, 7);
            assertThat(shown.before()).as("seed %d", seed).isEqualTo(paged.size());
            assertThat(shown.all()).isEqualTo(expected.size());
            assertThat(shown.previous())
                    .as("seed %d", seed)
                    .isEqualTo(starts.size() < 2 ? null : starts.get(starts.size() - 2));
            paged.addAll(shown.places());
            after = shown.places().get(shown.places().size() - 1);
            starts.add(after);
        } while (paged.size() < shown.all());
        assertThat(paged).as("seed %d", seed).isEqualTo(expected);
    }
}
