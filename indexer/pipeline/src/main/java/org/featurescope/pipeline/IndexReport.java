package org.featurescope.pipeline;

import org.featurescope.pipeline.scan.ScanResult;

/**
 * What came of indexing.
 *
 * @param runId of the published run
 * @param examples that were stored
 * @param loadSeconds from the end of the scan until the run was published
 */
public record IndexReport(long runId, String model, ScanResult scan, long examples, double loadSeconds) {}
