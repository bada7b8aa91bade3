package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaeEncoderIT {

    private static final Path DEMO = Path.of("../../demo/babel-4l");

    @ParameterizedTest
    @ValueSource(strings = {"resid-post-2-topk", "mlp-out-1-jumprelu"})
    void reconstructsTheModelItWasTrainedOn(String name) {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        List<Sae> saes = SaeFolder.read(DEMO.resolve("saes").resolve(name), SaeOptions.NONE);
        AtomicLong active = new AtomicLong();

        try (HookedModel model = ModelFolder.open(DEMO).load("cpu");
                Tokenizer tokenizer = ModelFolder.open(DEMO).tokenizer();
                SaeEncoder encoder = model.attach(saes.get(0))) {
            int[] ids = tokenizer.encode("The Conseil d'État held that the règlement was void. def f(x): return x + 1");
            boolean[] counted = new boolean[ids.length];
            java.util.Arrays.fill(counted, true);
            counted[0] = false;
            model.run(
                    new TokenBatch(List.of(new TokenContext(0, ids, counted))),
                    encoder.hookPoints(),
                    (point, shown) -> encoder.onActivations(point, shown, true, latents -> {
                        float[] row = new float[latents.features()];
                        for (int position = 1; position < ids.length; position++) {
                            latents.read(0, position, 0, row.length, row, 0);
                            for (float value : row) {
                                active.addAndGet(value > 0 ? 1 : 0);
                            }
                        }
                    }));

            System.out.println(
                    name + " FVU " + encoder.fvu() + ", L0 " + active.doubleValue() / encoder.measuredTokens());
            assertThat(encoder.measuredTokens()).isEqualTo(ids.length - 1);
            assertThat(encoder.fvu().orElseThrow()).isBetween(0.001, 0.2);
        }
    }
}
