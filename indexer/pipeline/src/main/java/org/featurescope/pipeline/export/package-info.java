/**
 * Published sources as files for other tools: the Neuronpedia layout, JSON lines, Parquet.
 *
 * <p>Start at {@link org.featurescope.pipeline.export.Exporter}. Features are read and written in batches; memory does not grow with
 * the source.
 */
@NullMarked
package org.featurescope.pipeline.export;

import org.jspecify.annotations.NullMarked;
