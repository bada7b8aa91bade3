/**
 * The byte formats of the columns that hold packed numbers: token ids, histograms, evidence.
 *
 * <p>Start with {@link org.featurescope.db.format.EvidenceFormat}; each format is one final class whose javadoc is its
 * specification, and docs/store.md says the same for readers in other languages.
 *
 * <p>What holds: encoding is deterministic and chooses the smallest form; decoding refuses malformed bytes with an
 * {@link IllegalArgumentException} that says what is wrong at which byte. All numbers are little-endian.
 *
 * <p>It knows nothing of JDBC, tables or runs.
 */
@NullMarked
package org.featurescope.db.format;

import org.jspecify.annotations.NullMarked;
