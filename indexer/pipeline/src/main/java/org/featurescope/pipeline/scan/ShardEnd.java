package org.featurescope.pipeline.scan;

/** Is told when a shard has been scanned, and may keep the evidence, which is whole then. */
@FunctionalInterface
public interface ShardEnd {

    void reached(ScanEvidence evidence);
}
