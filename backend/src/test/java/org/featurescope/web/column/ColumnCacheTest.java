package org.featurescope.web.column;

import static org.assertj.core.api.Assertions.assertThat;

import org.featurescope.web.column.FeatureColumnRepository.Stored;
import org.junit.jupiter.api.Test;

class ColumnCacheTest {

    @Test
    void whatWasUsedLastStays() {
        ColumnCache cache = new ColumnCache(2 * 10 * Float.BYTES);
        cache.put(key("a"), Column.undefined(10));
        cache.put(key("b"), Column.undefined(10));
        assertThat(cache.get(key("a"))).isNotNull();
        cache.put(key("c"), Column.undefined(10));
        assertThat(cache.get(key("b"))).isNull();
        assertThat(cache.get(key("a"))).isNotNull();
        assertThat(cache.get(key("c"))).isNotNull();
        cache.put(key("large"), Column.undefined(21));
        assertThat(cache.get(key("large"))).isNull();
    }

    private static Stored key(String name) {
        return new Stored(1, 1, name, 10);
    }
}
