package org.featurescope.cli.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.core.HookPoint;

/**
 * The hook points of all layers at one site.
 *
 * @param name with {@code {layer}} for the number of the block, if it belongs to one
 * @param layers how many there are; 0 where it belongs to none
 */
public record HookPointGroup(String name, int width, int layers) {

    private record Key(String name, int width) {}

    /** In the order of the first layer. */
    static List<HookPointGroup> of(Map<HookPoint, Integer> widths) {
        Map<Key, Integer> layers = new LinkedHashMap<>();
        widths.forEach((point, width) -> {
            boolean inABlock = point.layer() != null;
            String name = inABlock ? "blocks.{layer}." + point.site() : point.site();
            layers.merge(new Key(name, width), inABlock ? 1 : 0, Integer::sum);
        });
        List<HookPointGroup> groups = new ArrayList<>();
        layers.forEach((key, count) -> groups.add(new HookPointGroup(key.name, key.width, count)));
        return groups;
    }

    String text() {
        return "%-38s %,7d".formatted(name, width);
    }
}
