package org.featurescope.db.store;

import org.featurescope.core.evidence.NonFinite;

/**
 * Where a run first met an activation that was NaN or infinite.
 *
 * @param source its name
 */
public record NonFinitePlace(String source, NonFinite.Place place) {}
