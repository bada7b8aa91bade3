/**
 * The index in PostgreSQL: opening it, its schema, its byte formats, and the rows that the indexer writes.
 *
 * <p>Start with {@link org.featurescope.db.Database}, which opens a given PostgreSQL or a real embedded one and migrates it;
 * then {@link org.featurescope.db.store.RunWriter}. The schema is {@code db/migration/*.sql}.
 *
 * <p>What holds: whatever cannot be reached, started or written is a {@link org.featurescope.db.DatabaseException} with one
 * sentence on what happened and what to do; no password appears in any message. The embedded server keeps its data across
 * restarts and crashes, listens on this machine only, asks for a password, and can be shared by several processes.
 *
 * <p>It ignores what pages look like: the web application has its own queries.
 */
@NullMarked
package org.featurescope.db;

import org.jspecify.annotations.NullMarked;
