/** Migrations that SQL cannot express; those that it can are files in {@code resources/db/migration}. */
@NullMarked
package db.migration;

import org.jspecify.annotations.NullMarked;
