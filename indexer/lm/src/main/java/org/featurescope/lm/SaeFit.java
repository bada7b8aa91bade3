package org.featurescope.lm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.sae.Sae;

/** Whether an SAE fits a model. */
final class SaeFit {

    private final Path file;
    private final Map<HookPoint, Integer> points;

    private SaeFit(Path file, Map<HookPoint, Integer> points) {
        this.file = file;
        this.points = points;
    }

    /**
     * @param points of the model and their widths, in the order they are computed
     * @throws IllegalArgumentException if not
     */
    static void check(Sae sae, Map<HookPoint, Integer> points) {
        SaeFit fit = new SaeFit(sae.files().get(0), points);
        fit.place("reads", sae.input(), sae.dIn(), "hook");
        if (sae.decoder() == null || !sae.isTranscoder()) {
            return;
        }
        fit.place("predicts", sae.output(), sae.dOut(), "out");
        List<HookPoint> order = new ArrayList<>(points.keySet());
        if (order.indexOf(sae.output()) < order.indexOf(sae.input())) {
            throw fit.unfit("predicts " + sae.output() + ", which the model computes before " + sae.input()
                    + " that it reads; correct them with the options hook=HOOK and out=HOOK");
        }
    }

    private void place(String does, HookPoint point, int width, String option) {
        Integer found = points.get(point);
        if (found == null) {
            throw unfit(does + " " + point + ", which the model lacks; of " + width + " dimensions it has "
                    + near(point, width) + "; say another with the option " + option + "=HOOK");
        }
        if (found != width) {
            throw unfit(does + " " + width + " dimensions, but " + point + " of the model has " + found
                    + "; is it for another model, or is the option " + option + "=HOOK needed?");
        }
    }

    /** Hook points of that width in the same layer, or in all if there are none. */
    private List<HookPoint> near(HookPoint point, int width) {
        List<HookPoint> fitting = points.entrySet().stream()
                .filter(one -> one.getValue() == width)
                .map(Map.Entry::getKey)
                .toList();
        List<HookPoint> sameLayer = fitting.stream()
                .filter(one -> Objects.equals(one.layer(), point.layer()))
                .toList();
        return sameLayer.isEmpty() ? fitting : sameLayer;
    }

    private IllegalArgumentException unfit(String problem) {
        return new IllegalArgumentException(file + ": this SAE " + problem);
    }
}
