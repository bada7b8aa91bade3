package org.featurescope.web.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListCursorTest {

    @Test
    void readsBackWhatItIs() {
        ListCursor cursor = new ListCursor(7, -12345, true, 0x7FFF_FFFF_0000_0001L);
        assertThat(ListCursor.parse(cursor.token())).isEqualTo(cursor);
        assertThat(cursor.token()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AQQAAAABAAAAAAAAAAAAAAAA", "%%%", "AgAAAAABAAAPYgAAAAAAAA"})
    void otherTextIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ListCursor.parse(text));
    }
}
