package org.featurescope.pipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.featurescope.pipeline.imports.CircuitTracerFile.Place;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitTracerPlaceTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "1, 0", "5, 1234", "25, 16383", "61, 1048575", "0, 999999999"})
    void pairingIsUndone(long layer, long index) {
        assertThat(Place.ofPair((layer + index) * (layer + index + 1) / 2 + index))
                .isEqualTo(new Place(layer, index));
    }
}
