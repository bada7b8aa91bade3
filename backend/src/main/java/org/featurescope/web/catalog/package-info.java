/**
 * What is in the index: models, their sources, the runs that indexed them; the home page, the pages of models and of runs.
 *
 * <p>Start at {@link org.featurescope.web.catalog.Catalog}, which turns the names in an address into a
 * {@link org.featurescope.web.catalog.Place} or into a 404 that names the known ones. What
 * overviews show is in {@link org.featurescope.web.catalog.Highlights} and {@link org.featurescope.web.catalog.DensityProfile}. Entities stay in this package.
 */
@NullMarked
package org.featurescope.web.catalog;

import org.jspecify.annotations.NullMarked;
