package org.featurescope.lm.sae;

import java.nio.file.Path;
import org.featurescope.lm.file.MalformedFileException;

/** Whether the parts of an SAE fit each other. That they are numbers is checked where they are read. */
final class SaeCheck {

    private final Path file;
    private final Sae sae;

    private SaeCheck(Sae sae) {
        file = sae.files().get(0);
        this.sae = sae;
    }

    /** @throws MalformedFileException if not */
    static void check(Sae sae) {
        SaeCheck check = new SaeCheck(sae);
        check.vector("the bias of the input", sae.inputBias(), sae.dIn());
        check.vector("the bias of the encoder", sae.encoderBias(), sae.features());
        check.activation(sae.activation());
        check.decoder();
    }

    private void activation(SaeActivation activation) {
        if (activation instanceof SaeActivation.JumpRelu jumpRelu) {
            vector("the threshold", jumpRelu.threshold(), sae.features());
        }
        if (activation instanceof SaeActivation.TopK topK) {
            k(topK.k());
        }
        if (activation instanceof SaeActivation.GroupMax groupMax) {
            k(groupMax.k());
            if (sae.features() % groupMax.k() != 0) {
                throw malformed("k = " + groupMax.k() + " groups do not divide " + sae.features() + " latents");
            }
        }
        if (activation instanceof SaeActivation.Gated gated) {
            vector("the bias of the gate", gated.gateBias(), sae.features());
            vector("the magnitude", gated.magnitude(), sae.features());
        }
    }

    private void k(int k) {
        if (k < 1 || k > sae.features()) {
            throw malformed("k must be between 1 and its " + sae.features() + " latents, got " + k
                    + "; correct it with the option k=NUMBER");
        }
    }

    private void decoder() {
        SaeMatrix decoder = sae.decoder();
        if (decoder == null) {
            if (sae.decoderNorm() != Sae.DecoderNorm.IGNORED) {
                throw malformed("its latents need the lengths of the decoder's rows, and it has no decoder");
            }
            return;
        }
        if (decoder.rows() != sae.features()) {
            throw malformed("decoder " + decoder.tensor() + " has " + decoder.rows() + " latents, encoder "
                    + sae.encoder().tensor() + " has " + sae.features());
        }
        vector("the bias of the decoder", sae.decoderBias(), sae.dOut());
        if (!sae.isTranscoder() && sae.dOut() != sae.dIn()) {
            throw malformed("it reads " + sae.dIn() + " dimensions of " + sae.input() + " and reconstructs "
                    + sae.dOut() + "; say with the option out=HOOK which hook point it predicts");
        }
        SaeMatrix skip = sae.skip();
        if (skip != null && (skip.rows() != sae.dOut() || skip.columns() != sae.dIn())) {
            throw malformed("skip connection " + skip.tensor() + " must lead from " + sae.dIn() + " to " + sae.dOut()
                    + " dimensions");
        }
    }

    private void vector(String name, float[] values, int length) {
        if (values.length != length) {
            throw malformed(name + " must have " + length + " values, has " + values.length);
        }
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(file, problem);
    }
}
