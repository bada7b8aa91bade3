/**
 * What a run kept of each feature: statistics and examples, decoded from the columns of the index.
 *
 * <p>Start at {@link org.featurescope.web.evidence.EvidenceReader}. Entities and queries stay in this package; what leaves it are
 * records that pages show and that are written as JSON.
 */
@NullMarked
package org.featurescope.web.evidence;

import org.jspecify.annotations.NullMarked;
