package org.featurescope.web.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.feature.Shades.Swatch;
import org.junit.jupiter.api.Test;

class ShadesTest {

    @Test
    void stepsAreEqualPartsOfTheMaximum() {
        Shades shades = Shades.of(statistics(24, -2));
        assertThat(shades.cssClass(24)).isEqualTo("a12");
        assertThat(shades.cssClass(12)).isEqualTo("a6");
        assertThat(shades.cssClass(2.9f)).isEqualTo("a1");
        assertThat(shades.cssClass(0.9f)).isEmpty();
        assertThat(shades.cssClass(0)).isEmpty();
        assertThat(shades.cssClass(-4)).isEqualTo("n2");
        assertThat(shades.cssClass(-1000)).isEqualTo("n12");
    }

    @Test
    void aFeatureThatIsNeverPositiveIsShadedByItsMinimum() {
        assertThat(Shades.of(statistics(-0.01f, -0.12f)).cssClass(-0.06f)).isEqualTo("n6");
    }

    @Test
    void aFeatureThatIsAlwaysZeroHasNoShades() {
        Shades shades = Shades.of(statistics(0, 0));
        assertThat(shades.cssClass(0)).isEmpty();
        assertThat(shades.legend(statistics(0, 0))).isEmpty();
    }

    @Test
    void theLegendGoesFromTheMinimumToTheMaximum() {
        List<Swatch> legend = Shades.of(statistics(24, -2)).legend(statistics(24, -2));
        assertThat(legend).hasSize(14);
        assertThat(legend.get(0)).isEqualTo(new Swatch("n1", null));
        assertThat(legend.get(1)).isEqualTo(new Swatch("", "0"));
        assertThat(legend.get(13)).isEqualTo(new Swatch("a12", "24.0"));
    }

    private static Statistics statistics(float max, float min) {
        return new Statistics(
                0.5, 1L, null, max, min, 0.0, null, null, null, new Statistics.Bins(List.of(), List.of()), null);
    }
}
