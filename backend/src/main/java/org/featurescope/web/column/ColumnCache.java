package org.featurescope.web.column;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.featurescope.web.column.FeatureColumnRepository.Stored;
import org.jspecify.annotations.Nullable;

/** The columns that were used last, as many as fit. For several threads. */
final class ColumnCache {

    private static final int SHARE_OF_HEAP = 8;

    private final long mostBytes;
    private final Map<Stored, Column> columns = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    ColumnCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    static ColumnCache ofShareOfHeap() {
        return new ColumnCache(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    synchronized @Nullable Column get(Stored key) {
        return columns.get(key);
    }

    synchronized void put(Stored key, Column column) {
        Column before = columns.put(key, column);
        bytes += bytes(column) - (before == null ? 0 : bytes(before));
        Iterator<Column> oldest = columns.values().iterator();
        while (bytes > mostBytes && oldest.hasNext()) {
            bytes -= bytes(oldest.next());
            oldest.remove();
        }
    }

    private static long bytes(Column column) {
        return (long) column.features() * Float.BYTES;
    }
}
