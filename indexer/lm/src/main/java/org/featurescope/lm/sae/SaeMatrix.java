package org.featurescope.lm.sae;

import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.StoredTensor;

/**
 * A matrix of an SAE in its file.
 *
 * @param tensor of two dimensions
 * @param transposed whether the file holds {@code [columns, rows]}
 */
public record SaeMatrix(StoredTensor tensor, boolean transposed) {

    public SaeMatrix {
        if (tensor.shape().length != 2) {
            throw new MalformedFileException(tensor.file(), "tensor " + tensor + " must have two dimensions");
        }
        tensor.requireFloats();
    }

    public int rows() {
        return Math.toIntExact(tensor.shape()[transposed ? 1 : 0]);
    }

    public int columns() {
        return Math.toIntExact(tensor.shape()[transposed ? 0 : 1]);
    }
}
