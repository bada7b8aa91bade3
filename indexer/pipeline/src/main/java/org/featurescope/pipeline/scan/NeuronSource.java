package org.featurescope.pipeline.scan;

import java.util.List;
import java.util.stream.IntStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.ModelShape;

/**
 * The MLP neurons of one layer.
 *
 * @param name stands in addresses: {@code 2-mlp}
 * @param hookPoint where their activations are read
 */
public record NeuronSource(String name, int layer, HookPoint hookPoint, int features) {

    /** One source for each layer, first to last. */
    public static List<NeuronSource> ofAllLayers(ModelShape shape) {
        return IntStream.range(0, shape.layers())
                .mapToObj(layer -> new NeuronSource(layer + "-mlp", layer, HookPoint.mlpPost(layer), shape.dMlp()))
                .toList();
    }
}
