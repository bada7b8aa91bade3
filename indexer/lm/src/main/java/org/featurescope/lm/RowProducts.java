package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Products of all rows of one matrix with all rows of another, some rows at a time, so that only a block of products is in
 * memory.
 */
final class RowProducts {

    /** Products in memory at once, 64 MiB of them; or those of one row, if they are more. */
    private static final int BLOCK = 1 << 24;

    /** Parts a block is cut into for each thread, so that none waits long for the others. */
    private static final int PARTS_PER_THREAD = 4;

    /** What becomes of a block of rows before it is multiplied. */
    @FunctionalInterface
    interface Preparation {
        NDArray apply(NDManager step, NDArray rows);
    }

    /** Is shown the products of each row; several threads show it different rows at the same time. */
    @FunctionalInterface
    interface Visitor {

        /** @param products one for each row of the right matrix; valid during the call only */
        void row(int row, float[] products);
    }

    private final Kernels kernels;

    RowProducts(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * @param left {@code [rows, width]}
     * @param right {@code [columns, width]}
     */
    void visit(NDArray left, Preparation preparation, NDArray right, Visitor visitor) {
        int rows = Math.toIntExact(left.getShape().get(0));
        int columns = Math.toIntExact(right.getShape().get(0));
        int blockRows = Math.max(1, BLOCK / columns);
        for (int first = 0; first < rows; first += blockRows) {
            int end = Math.min(rows, first + blockRows);
            try (NDManager step = left.getManager().newSubManager()) {
                NDArray block = left.get(first + ":" + end);
                block.attach(step);
                NDArray products = kernels.linear(step, preparation.apply(step, block), right, null);
                show(products, first, end - first, columns, visitor);
            }
        }
    }

    private static void show(NDArray products, int firstRow, int rows, int columns, Visitor visitor) {
        FloatBuffer all =
                products.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
        int parts = Math.min(rows, PARTS_PER_THREAD * (1 + ForkJoinPool.getCommonPoolParallelism()));
        IntStream.range(0, parts).parallel().forEach(part -> {
            float[] row = new float[columns];
            int end = (int) ((long) rows * (part + 1) / parts);
            for (int i = (int) ((long) rows * part / parts); i < end; i++) {
                all.get(i * columns, row);
                visitor.row(firstRow + i, row);
            }
        });
    }
}
