/**
 * Runs made of files of other tools, without model and GPU.
 *
 * <p>Start at {@link org.featurescope.pipeline.imports.Importer}. A {@link org.featurescope.pipeline.imports.Dump} is what was found at
 * a path: files of one format. Each is read as a stream of records into a {@link org.featurescope.pipeline.imports.Staging}, a folder
 * in which token strings have numbers, contexts are there once, and what belongs to neighbouring features lies together; so memory
 * does not grow with the input. When all is read it becomes rows.
 *
 * <p>What a file does not say stays unknown: nothing is computed in its place, but what follows from the examples themselves.
 */
@NullMarked
package org.featurescope.pipeline.imports;

import org.jspecify.annotations.NullMarked;
