package org.featurescope.db.store;

/**
 * What a run occupies on the disk of PostgreSQL, indexes included; contexts, shared between runs, are left out.
 *
 * @param statistics bytes of the table of statistics and histograms
 * @param evidence bytes of the table of examples and all else that is packed
 */
public record RunSize(long statistics, long evidence) {}
