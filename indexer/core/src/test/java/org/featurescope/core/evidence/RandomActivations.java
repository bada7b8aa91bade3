package org.featurescope.core.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A made-up corpus: contexts of random length with random activations, many of them equal, some special positions. */
final class RandomActivations {

    record Context(int contextNo, Label label, int[] tokenIds, boolean[] counted, float[][] activations)
            implements EvidenceContext {

        @Override
        public long id() {
            return ContextId.of(7, contextNo);
        }
    }

    private static final @Nullable String[] LABELS = {"en", "fr", "law", null};

    private final int features;
    private final List<Context> contexts = new ArrayList<>();

    RandomActivations(Random random, int contexts, int features) {
        this.features = features;
        for (int number = 0; number < contexts; number++) {
            this.contexts.add(context(random, number, 1 + random.nextInt(12)));
        }
    }

    private Context context(Random random, int number, int tokens) {
        boolean[] counted = new boolean[tokens];
        float[][] activations = new float[tokens][features];
        for (int position = 0; position < tokens; position++) {
            counted[position] = position > 0 && random.nextInt(20) > 0;
            for (int feature = 0; feature < features; feature++) {
                activations[position][feature] = activation(random, feature);
            }
        }
        int[] tokenIds = random.ints(tokens, 0, 50).toArray();
        Label label = new Label(7, LABELS[random.nextInt(LABELS.length)]);
        return new Context(number, label, tokenIds, counted, activations);
    }

    /** Feature 0 is dead, 1 takes few values so that peaks tie, 2 is huge, 3 is never positive, those from 128 on are latents, the rest like GELU. */
    private static float activation(Random random, int feature) {
        float normal = (float) random.nextGaussian();
        if (feature >= 128) {
            return random.nextInt(30) == 0 ? Math.abs(normal) * feature : 0;
        }
        return switch (feature) {
            case 0 -> 0;
            case 1 -> random.nextInt(4) * 0.5f;
            case 2 -> normal * 1e9f;
            case 3 -> -Math.abs(normal);
            default -> normal > 0 ? normal * feature : normal * 0.1f;
        };
    }

    List<Context> contexts() {
        return contexts;
    }

    int features() {
        return features;
    }

    /** The contexts in random order, cut into blocks of random size. */
    List<ActivationBlock> blocks(Random random) {
        return blocks(random, contexts);
    }

    List<ActivationBlock> blocks(Random random, List<Context> some) {
        List<Context> shuffled = new ArrayList<>(some);
        Collections.shuffle(shuffled, random);
        List<ActivationBlock> blocks = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); ) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(9));
            blocks.add(block(shuffled.subList(from, to)));
            from = to;
        }
        return blocks;
    }

    ActivationBlock block(List<Context> contexts) {
        return block(features, contexts);
    }

    static ActivationBlock block(int width, List<Context> contexts) {
        return new ActivationBlock() {
            @Override
            public int contexts() {
                return contexts.size();
            }

            @Override
            public int features() {
                return width;
            }

            @Override
            public EvidenceContext context(int context) {
                return contexts.get(context);
            }

            @Override
            public void read(int context, int position, int firstFeature, int count, float[] into, int offset) {
                float[] row = contexts.get(context).activations()[position];
                System.arraycopy(row, firstFeature, into, offset, count);
            }
        };
    }
}
