/**
 * Writing runs into the index and listing them.
 *
 * <p>Start with {@link org.featurescope.db.store.RunWriter}, which takes rows (records named {@code …Row}) and publishes a
 * run in one transaction; {@link org.featurescope.db.store.RunCatalog} lists what is published.
 *
 * <p>What holds: a published run is complete and never changes; a writer that fails, is closed early or is killed leaves
 * nothing; loading never locks readers out. Hashes are SHA-256 in lower-case hexadecimal. Text columns cannot hold U+0000:
 * it is stored as U+FFFD.
 *
 * <p>It knows nothing of models, tokenizers' files or pages: rows come from the pipeline, pages read with their own queries.
 */
@NullMarked
package org.featurescope.db.store;

import org.jspecify.annotations.NullMarked;
