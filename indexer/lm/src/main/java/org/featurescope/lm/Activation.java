package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.featurescope.lm.file.ConfigFile;

/** The function between the matrices of an MLP, with the names that transformers has for it. */
enum Activation {
    /** By the error function. */
    GELU("gelu") {
        @Override
        NDArray apply(Pass pass, NDArray x) {
            return pass.kernels.gelu(pass.step(), x);
        }
    },
    GELU_TANH("gelu_new", "gelu_pytorch_tanh", "gelu_fast") {
        @Override
        NDArray apply(Pass pass, NDArray x) {
            return pass.kernels.geluTanh(pass.step(), x);
        }
    },
    SILU("silu", "swish") {
        @Override
        NDArray apply(Pass pass, NDArray x) {
            return pass.kernels.silu(pass.step(), x);
        }
    };

    private final Set<String> names;

    Activation(String... names) {
        this.names = Set.of(names);
    }

    abstract NDArray apply(Pass pass, NDArray x);

    /** The activation function that a field names; another one is refused. */
    static Activation read(ConfigFile config, String field, String otherwise) {
        String name = config.text(field, otherwise);
        Set<String> known = new TreeSet<>();
        for (Activation activation : values()) {
            known.addAll(activation.names);
        }
        config.refuse(!known.contains(name), field, String.join(", ", known));
        return Arrays.stream(values())
                .filter(activation -> activation.names.contains(name))
                .findFirst()
                .orElseThrow();
    }
}
