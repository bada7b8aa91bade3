package org.featurescope.pipeline;

/** Tells nobody. */
public final class SilentProgress implements IndexProgress {

    @Override
    public void stage(String name) {}

    @Override
    public void scanned(long tokens, double share) {}
}
