/**
 * The web app: reads the index from PostgreSQL and shows it as pages, each with a JSON twin.
 *
 * <p>Start at {@link org.featurescope.web.FeaturescopeWeb}. Packages are features of the site: {@code catalog} (models, sources,
 * runs), {@code source} (the list of a source's features), {@code feature} (one feature), {@code corpus} (corpora and
 * documents), {@code search} (the search box), {@code sitemap}, {@code text} (token ids to characters),
 * {@code common} (addresses, numbers, problems). A request goes controller → page builder → repository → page record → template.
 * It writes nothing.
 */
@NullMarked
package org.featurescope.web;

import org.jspecify.annotations.NullMarked;
