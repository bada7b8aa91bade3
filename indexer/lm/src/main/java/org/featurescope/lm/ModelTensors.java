package org.featurescope.lm;

import ai.djl.ndarray.NDArray;

/**
 * Makes the parts of a model from its tensors.
 *
 * @param prefix in front of every name; differs between a model that was saved bare or with its head
 */
record ModelTensors(Weights weights, TensorLoader loader, String prefix) {

    /** The first of the prefixes under which the file has a name; the last one if there is none. */
    static ModelTensors find(Weights weights, TensorLoader loader, String name, String... prefixes) {
        String prefix = "";
        for (String candidate : prefixes) {
            prefix = candidate;
            if (weights.has(candidate + name)) {
                break;
            }
        }
        return new ModelTensors(weights, loader, prefix);
    }

    NDArray tensor(String name, long... shape) {
        return weights.tensor(loader, prefix + name, shape);
    }

    /** The same with names in front of which nothing stands. */
    ModelTensors unprefixed() {
        return new ModelTensors(weights, loader, "");
    }

    /** The same, deeper. */
    ModelTensors under(String folder) {
        return new ModelTensors(weights, loader, prefix + folder);
    }

    /** A matrix stored {@code [out, in]}. */
    Linear linear(String name, int in, int out, boolean biased) {
        return new Linear(tensor(name + ".weight", out, in), biased ? tensor(name + ".bias", out) : null);
    }

    /** A matrix stored {@code [in, out]}, with a bias; its transpose is a view. */
    Linear transposedLinear(String name, int in, int out) {
        return new Linear(tensor(name + ".weight", in, out).transpose(), tensor(name + ".bias", out));
    }

    Norm layerNorm(String name, int width, double epsilon) {
        return new Norm.LayerNorm(tensor(name + ".weight", width), tensor(name + ".bias", width), epsilon);
    }
}
