/**
 * What {@code featurescope inspect} finds out about a folder, as records that are printed for a person or as JSON.
 *
 * <p>Start at {@link org.featurescope.cli.inspect.ModelInspection} and {@link org.featurescope.cli.inspect.SaeInspection}.
 * Holds always: text and JSON come from one record; no weight is read to describe a folder.
 */
@NullMarked
package org.featurescope.cli.inspect;

import org.jspecify.annotations.NullMarked;
