/**
 * What leaves the program as tables, whichever part of it writes them: start at {@link org.featurescope.core.table.TableFeature}. How a
 * table is written is no matter of this package.
 */
@NullMarked
package org.featurescope.core.table;

import org.jspecify.annotations.NullMarked;
