package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features nearest to each feature by the cosine of what they write: in its own source, and in all others. Features of
 * different sources are compared in the residual stream; a source from which nothing reaches it is compared with itself only.
 * A feature that writes nothing (a dead latent may) has no neighbours and is nobody's.
 */
public final class SimilarFeatures {

    private final RowProducts products;
    private final List<Rows> sources = new ArrayList<>();
    private final List<NeighbourTable> own = new ArrayList<>();
    private final List<NeighbourTable> others = new ArrayList<>();

    /**
     * @param units what features write, brought to length 1; null where they are nothing but dimensions
     * @param present whether a feature writes anything
     * @param inResidual whether the units stand in the residual stream
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Rows(@Nullable NDArray units, boolean[] present, boolean inResidual) {}

    private SimilarFeatures(Kernels kernels) {
        products = new RowProducts(kernels);
    }

    /** @param kept neighbours in the own source, and as many in others */
    static SimilarFeatures find(Kernels kernels, NDManager manager, List<FeatureVectors> sources, int kept) {
        SimilarFeatures similar = new SimilarFeatures(kernels);
        try (NDManager step = manager.newSubManager()) {
            for (FeatureVectors source : sources) {
                similar.sources.add(rows(kernels, step, source));
                similar.own.add(new NeighbourTable(source.features(), kept));
                similar.others.add(new NeighbourTable(source.features(), kept));
            }
            similar.compareAll();
        }
        similar.sources.clear();
        return similar;
    }

    private static Rows rows(Kernels kernels, NDManager step, FeatureVectors source) {
        NDArray compared = source.compared();
        if (compared == null) {
            return new Rows(null, new boolean[0], false);
        }
        float[] norms = kernels.norms(step, compared).toFloatArray();
        boolean[] present = new boolean[norms.length];
        for (int i = 0; i < present.length; i++) {
            present[i] = norms[i] > 0;
        }
        return new Rows(kernels.unitRows(step, compared), present, source.residual() != null);
    }

    private void compareAll() {
        for (int left = 0; left < sources.size(); left++) {
            for (int right = 0; right < sources.size(); right++) {
                if (left == right
                        || (sources.get(left).inResidual() && sources.get(right).inResidual())) {
                    compare(left, right);
                }
            }
        }
    }

    private void compare(int left, int right) {
        NDArray leftUnits = sources.get(left).units();
        NDArray rightUnits = sources.get(right).units();
        if (leftUnits == null || rightUnits == null) {
            return;
        }
        NeighbourTable table = (left == right ? own : others).get(left);
        boolean[] present = sources.get(left).present();
        Candidates candidates = new Candidates(table, right, sources.get(right).present(), left == right);
        products.visit(leftUnits, (step, rows) -> rows, rightUnits, (row, cosines) -> {
            if (present[row]) {
                candidates.offer(row, 0, cosines);
            }
        });
    }

    /** Nearest in the own source. */
    public NeighbourTable own(int source) {
        return own.get(source);
    }

    /** Nearest in other sources. */
    public NeighbourTable others(int source) {
        return others.get(source);
    }
}
