package org.featurescope.pipeline.progress;

import java.nio.file.Path;
import java.util.List;
import org.featurescope.pipeline.IndexProgress;

/** Tells several what one is told. */
public record AllProgress(List<IndexProgress> listeners) implements IndexProgress {

    public AllProgress {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void begins(String run, Path folder) {
        listeners.forEach(listener -> listener.begins(run, folder));
    }

    @Override
    public void stage(String name) {
        listeners.forEach(listener -> listener.stage(name));
    }

    @Override
    public void remark(String sentence) {
        listeners.forEach(listener -> listener.remark(sentence));
    }

    @Override
    public void contexts(long contexts) {
        listeners.forEach(listener -> listener.contexts(contexts));
    }

    @Override
    public void loss(double nats) {
        listeners.forEach(listener -> listener.loss(nats));
    }

    @Override
    public void scanned(long tokens, double share) {
        listeners.forEach(listener -> listener.scanned(tokens, share));
    }
}
