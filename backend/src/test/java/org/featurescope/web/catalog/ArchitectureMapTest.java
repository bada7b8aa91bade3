package org.featurescope.web.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.featurescope.web.catalog.ArchitectureMap.Cell;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArchitectureMapTest {

    @Test
    void layersAreRowsAndHookPointsAreColumnsInTheOrderOfComputation() {
        ArchitectureMap map = ArchitectureMap.of(page(
                source("0-resid", 0, "blocks.0.hook_resid_post"),
                source("0-mlp", 0, "blocks.0.mlp.hook_post"),
                source("1-mlp", 1, "blocks.1.mlp.hook_post")));
        Cell residual = cell(map, "0-resid");
        Cell first = cell(map, "0-mlp");
        Cell second = cell(map, "1-mlp");
        assertThat(first.x()).isLessThan(residual.x()).isEqualTo(second.x());
        assertThat(first.y()).isEqualTo(residual.y()).isLessThan(second.y());
        assertThat(map.rows()).extracting(ArchitectureMap.Row::name).containsExactly("layer 0", "layer 1");
        assertThat(map.columns())
                .extracting(column -> column.names().get(1))
                .containsExactly("mlp.hook_post", "hook_resid_post");
        assertThat(map.dots()).extracting(ArchitectureMap.Dot::title).contains("blocks.1.hook_resid_post: not indexed");
    }

    @Test
    void severalSourcesOfAHookPointStandBelowOneAnother() {
        ArchitectureMap map = ArchitectureMap.of(page(
                source("a", 0, "blocks.0.hook_resid_post"),
                source("b", 0, "blocks.0.hook_resid_post"),
                source("c", 1, "blocks.1.hook_resid_post"),
                source("embed", null, "hook_embed")));
        List<Integer> y = List.of(
                cell(map, "embed").y(),
                cell(map, "a").y(),
                cell(map, "b").y(),
                cell(map, "c").y());
        assertThat(y).isSorted().doesNotHaveDuplicates();
        for (Cell cell : map.cells()) {
            assertThat(cell.x() + cell.width()).isLessThanOrEqualTo(map.width());
            assertThat(cell.y() + cell.height()).isLessThanOrEqualTo(map.height());
        }
    }

    @Test
    void theMostFrequentDensityIsAsHighAsThePlotAndRareOnesStandAtTheLeft() {
        List<Integer> counts = new ArrayList<>(Collections.nCopies(32, 0));
        counts.set(0, 3); // below 10^-6: drawn in the first column
        counts.set(8, 1);
        counts.set(31, 2);
        Cell cell = cell(
                ArchitectureMap.of(page(source("a", 0, "blocks.0.hook_resid_post", new DensityProfile(counts, 0)))),
                "a");
        assertThat(cell.plot())
                .startsWith("M" + (cell.x() + 1) + " ")
                .contains(
                        "V" + (cell.y() + cell.height() - 1 - 28) + ".0h",
                        "V" + (cell.y() + cell.height() - 1 - 14) + ".0h");
        assertThat(cell.plot().split("h", -1)).hasSize(25);
        assertThat(cell.label()).isEqualTo("a: 6 neurons at blocks.0.hook_resid_post, median density about 1e−4 %");
    }

    private static Cell cell(ArchitectureMap map, String name) {
        return map.cells().stream()
                .filter(cell -> cell.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ModelPage.Source source(String name, @Nullable Integer layer, String hookPoint) {
        return source(name, layer, hookPoint, null);
    }

    private static ModelPage.Source source(
            String name, @Nullable Integer layer, String hookPoint, @Nullable DensityProfile densities) {
        return new ModelPage.Source(name, "mlp", layer, hookPoint, 6, "/m/" + name, 1, null, null, densities);
    }

    private static ModelPage page(ModelPage.Source... sources) {
        return new ModelPage(1, "m", "/m", "gpt2", 2, 8, 32, 2, 100L, 10, "", List.of(sources), List.of(), List.of());
    }
}
