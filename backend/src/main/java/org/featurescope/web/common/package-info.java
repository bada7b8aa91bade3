/**
 * What every page needs: addresses ({@link org.featurescope.web.common.Links}), printed numbers
 * ({@link org.featurescope.web.common.Numbers}), answers to what is not there
 * ({@link org.featurescope.web.common.PageProblem}), headers and static files.
 */
@NullMarked
package org.featurescope.web.common;

import org.jspecify.annotations.NullMarked;
