package org.featurescope.web.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;

/**
 * A model drawn as layers by hook points, in pixels: a row for each layer, the first one below the embedding; a column for each
 * hook point in the order of computation. A source is a cell with its densities; a hook point that nobody indexed is a dot.
 *
 * @param rows a line goes through each, the way that data go through the layer
 */
public record ArchitectureMap(
        int width, int height, List<Column> columns, List<Row> rows, List<Cell> cells, List<Dot> dots) {

    private static final int LABELS_WIDTH = 58;
    private static final int HEADER_HEIGHT = 44;
    private static final int CELL_WIDTH = 172;
    private static final int CELL_HEIGHT = 50;
    private static final int DOT_WIDTH = 18;
    private static final int GAP = 12;
    private static final int DOT_GAP = 6;
    private static final int EMPTY_LAYER_HEIGHT = 26;
    private static final int PLOT_HEIGHT = 28;

    /** Densities below are drawn at the left end. */
    private static final int LEAST_DECADE = -6;

    /** Parts of a layer that a map shows even when nothing is indexed there, in the order of computation. */
    private static final List<String> ORDER = List.of(
            "hook_resid_pre",
            "ln1.hook_normalized",
            "attn.hook_z",
            "hook_attn_out",
            "hook_resid_mid",
            "ln2.hook_normalized",
            "mlp.hook_in",
            "mlp.hook_pre",
            "mlp.hook_pre_linear",
            "mlp.hook_post",
            "hook_mlp_out",
            "hook_resid_post");

    private static final List<String> SKELETON = List.of(
            "hook_resid_pre",
            "attn.hook_z",
            "hook_attn_out",
            "hook_resid_mid",
            "mlp.hook_post",
            "hook_mlp_out",
            "hook_resid_post");

    public ArchitectureMap {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        cells = List.copyOf(cells);
        dots = List.copyOf(dots);
    }

    /** @param x its middle; {@code names} one below the other */
    public record Column(int x, List<String> names) {}

    /** @param y its middle */
    public record Row(int y, String name, int from, int to) {}

    /**
     * @param label what a screen reader says
     * @param plot the densities, as one SVG path inside the cell
     */
    public record Cell(int x, int y, int width, int height, String name, String label, String url, String plot) {}

    public record Dot(int x, int y, String title) {}

    /** Of imported sources whose files name no hook point. */
    private static final String UNKNOWN_SITE = "not known";

    static ArchitectureMap of(ModelPage page) {
        return new Drawing(page).draw();
    }

    /** Where things stand while they are drawn. */
    private static final class Drawing {

        private final ModelPage page;
        private final Map<Integer, Map<String, List<ModelPage.Source>>> byLayer = new TreeMap<>();
        private final Map<String, Integer> columnX = new HashMap<>();
        private final Map<String, Integer> columnWidth = new HashMap<>();
        private final List<String> sites;
        private final List<Row> rows = new ArrayList<>();
        private final List<Cell> cells = new ArrayList<>();
        private final List<Dot> dots = new ArrayList<>();
        private final List<ModelPage.Source> outside = new ArrayList<>();
        private int width = LABELS_WIDTH;

        Drawing(ModelPage page) {
            this.page = page;
            for (ModelPage.Source source : page.sources()) {
                if (source.layer() == null) {
                    outside.add(source);
                } else {
                    byLayer.computeIfAbsent(source.layer(), layer -> new HashMap<>())
                            .computeIfAbsent(site(source), site -> new ArrayList<>())
                            .add(source);
                }
            }
            this.sites = sites();
            for (String site : sites) {
                boolean used = byLayer.values().stream().anyMatch(layer -> layer.containsKey(site));
                columnX.put(site, width);
                columnWidth.put(site, used ? CELL_WIDTH : DOT_WIDTH);
                width += columnWidth.get(site) + (used ? GAP : DOT_GAP);
            }
        }

        private static String site(ModelPage.Source source) {
            return source.hookPoint() == null
                    ? UNKNOWN_SITE
                    : source.hookPoint().replaceFirst("^blocks\\.\\d+\\.", "");
        }

        private List<String> sites() {
            List<String> used = byLayer.values().stream()
                    .flatMap(layer -> layer.keySet().stream())
                    .distinct()
                    .collect(Collectors.toCollection(ArrayList::new));
            for (String site : SKELETON) {
                if (!used.contains(site)) {
                    used.add(site);
                }
            }
            used.sort(
                    Comparator.comparingInt((String site) -> ORDER.contains(site) ? ORDER.indexOf(site) : ORDER.size())
                            .thenComparing(Comparator.naturalOrder()));
            return used;
        }

        ArchitectureMap draw() {
            int y = drawOutside(HEADER_HEIGHT);
            int layers = page.layers() == null
                    ? byLayer.keySet().stream().mapToInt(i -> i + 1).max().orElse(0)
                    : page.layers();
            for (int layer = 0; layer < layers; layer++) {
                y = drawLayer(layer, y);
            }
            return new ArchitectureMap(width - GAP, y - GAP, columns(), rows, cells, dots);
        }

        /** Sources of no layer, such as embeddings. @return where the next row begins, like the next one */
        private int drawOutside(int y) {
            if (outside.isEmpty()) {
                return y;
            }
            for (int i = 0; i < outside.size(); i++) {
                cells.add(cell(outside.get(i), LABELS_WIDTH + i * (CELL_WIDTH + GAP), y));
            }
            width = Math.max(width, LABELS_WIDTH + outside.size() * (CELL_WIDTH + GAP));
            rows.add(new Row(y + CELL_HEIGHT / 2, Words.of("map.outside"), LABELS_WIDTH, LABELS_WIDTH));
            return y + CELL_HEIGHT + GAP;
        }

        private int drawLayer(int layer, int y) {
            Map<String, List<ModelPage.Source>> ofLayer = byLayer.getOrDefault(layer, Map.of());
            int most = ofLayer.values().stream().mapToInt(List::size).max().orElse(0);
            int height = most == 0 ? EMPTY_LAYER_HEIGHT : most * (CELL_HEIGHT + GAP) - GAP;
            int middle = y + Math.min(height, CELL_HEIGHT) / 2;
            rows.add(new Row(middle, Words.of("map.layer", String.valueOf(layer)), LABELS_WIDTH, width - GAP));
            for (String site : sites) {
                List<ModelPage.Source> here = ofLayer.getOrDefault(site, List.of());
                for (int i = 0; i < here.size(); i++) {
                    cells.add(cell(here.get(i), columnX(site), y + i * (CELL_HEIGHT + GAP)));
                }
                if (here.isEmpty() && !site.equals(UNKNOWN_SITE)) {
                    String title = Words.of("map.unindexed", String.valueOf(layer), site);
                    dots.add(new Dot(columnX(site) + columnWidth(site) / 2, middle, title));
                }
            }
            return y + height + GAP;
        }

        private int columnX(String site) {
            return columnX.getOrDefault(site, LABELS_WIDTH);
        }

        private int columnWidth(String site) {
            return columnWidth.getOrDefault(site, DOT_WIDTH);
        }

        private List<Column> columns() {
            return sites.stream()
                    .filter(site -> columnWidth(site) == CELL_WIDTH)
                    .map(site -> new Column(columnX(site), List.of(place(site), site)))
                    .toList();
        }

        private static String place(String site) {
            if (site.equals(UNKNOWN_SITE)) {
                return "Imported";
            }
            if (site.startsWith("mlp.") || site.startsWith("ln2.") || site.equals("hook_mlp_out")) {
                return Words.of(site.equals("mlp.hook_post") ? "map.neurons" : "map.mlp");
            }
            return Words.of(site.contains("resid") ? "map.residual" : "map.attention");
        }
    }

    private static Cell cell(ModelPage.Source source, int x, int y) {
        DensityProfile densities = source.densities();
        String nouns = SourceFacts.featureNouns(source.kind());
        return new Cell(
                x,
                y,
                CELL_WIDTH,
                CELL_HEIGHT,
                source.source(),
                Words.of(
                                "map.source",
                                source.source(),
                                Numbers.count(source.features()),
                                nouns,
                                source.hookPoint() == null ? Words.of("import.hook.short") : source.hookPoint())
                        + (densities == null ? "" : ", " + summary(densities)),
                source.url(),
                densities == null ? "" : plot(densities, x, y + CELL_HEIGHT - 1));
    }

    private static String summary(DensityProfile densities) {
        double median = densities.median();
        String dead =
                densities.neverActive() == 0 ? "" : ", " + Words.of("map.dead", Numbers.count(densities.neverActive()));
        return (median == 0 ? Words.of("map.silent") : Words.of("map.median", Numbers.significant(100 * median, 1)))
                + dead;
    }

    /** Columns from the least decade to 1, the most frequent density as high as the plot. */
    private static String plot(DensityProfile densities, int x, int bottom) {
        int first = (8 + LEAST_DECADE) * DensityProfile.PER_DECADE;
        List<Integer> counts = new ArrayList<>(
                densities.counts().subList(first, densities.counts().size()));
        counts.set(
                0,
                counts.get(0)
                        + densities.counts().subList(0, first).stream()
                                .mapToInt(i -> i)
                                .sum());
        int most = Math.max(1, Collections.max(counts));
        double step = (CELL_WIDTH - 2.0) / counts.size();
        StringBuilder path = new StringBuilder("M%d %d".formatted(x + 1, bottom));
        for (int count : counts) {
            path.append(String.format(Locale.ROOT, "V%.1fh%.2f", bottom - (double) PLOT_HEIGHT * count / most, step));
        }
        return path.append("V").append(bottom).append("z").toString();
    }
}
