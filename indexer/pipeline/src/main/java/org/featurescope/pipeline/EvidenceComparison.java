package org.featurescope.pipeline;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lays two records of evidence side by side, field by field, whatever fields they have. Everything must be equal, but sums of
 * floating-point numbers, which may be added in another order: they may differ by 1e-9 of their size.
 */
final class EvidenceComparison {

    private static final double ROUNDING = 1e-9;

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private EvidenceComparison(Object record) {
        add("", record);
    }

    /**
     * What was found.
     *
     * @param fields that were compared
     * @param differences a sentence for each that is not the same
     */
    record Outcome(int fields, List<String> differences) {}

    static Outcome of(Object stored, Object computed) {
        Map<String, @Nullable Object> before = new EvidenceComparison(stored).fields;
        Map<String, @Nullable Object> now = new EvidenceComparison(computed).fields;
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> differences = names.stream()
                .filter(name ->
                        !before.containsKey(name) || !now.containsKey(name) || !isSame(before.get(name), now.get(name)))
                .map(name -> name + " is " + shown(before, name) + ", computed anew it is " + shown(now, name))
                .toList();
        return new Outcome(names.size(), differences);
    }

    private static String shown(Map<String, @Nullable Object> fields, String name) {
        return fields.containsKey(name) ? String.valueOf(fields.get(name)) : "not there";
    }

    private static boolean isSame(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return Math.abs(x - y) <= ROUNDING * Math.max(1e-3, Math.max(Math.abs(x), Math.abs(y)));
        }
        return a == null ? b == null : a.equals(b);
    }

    private void add(String name, @Nullable Object value) {
        if (value instanceof Record record) {
            addComponents(name, record);
        } else if (value instanceof List<?> list) {
            fields.put(name + ".size", list.size());
            for (int i = 0; i < list.size(); i++) {
                add(name + "[" + i + "]", list.get(i));
            }
        } else if (value instanceof Optional<?> optional) {
            add(name, optional.orElse(null));
        } else {
            fields.put(name, plain(value));
        }
    }

    private void addComponents(String name, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            add(name.isEmpty() ? component.getName() : name + "." + component.getName(), value(record, component));
        }
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("records of evidence are public", e);
        }
    }

    /** Arrays by what they hold. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        return value instanceof long[] counts ? Arrays.toString(counts) : value;
    }
}
