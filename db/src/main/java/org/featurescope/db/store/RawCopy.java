package org.featurescope.db.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.featurescope.db.DatabaseException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Loads the rows of a published run once more, in the quickest way there is: one binary COPY of the same bytes for each table,
 * into new tables without indexes, in one transaction. What a {@link RunWriter} is measured by.
 */
public final class RawCopy {

    private static final int BUFFER_BYTES = 1 << 16;

    private RawCopy() {}

    /**
     * @param bytes that were sent
     * @param seconds from the first byte to the commit
     */
    public record Measured(long bytes, double seconds) {}

    /** @param folder where the bytes wait meanwhile; they are removed */
    public static Measured measure(DataSource dataSource, long runId, Path folder) {
        Map<String, Path> files = new LinkedHashMap<>();
        try (Connection connection = dataSource.getConnection()) {
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (String table : RunTables.ALL_PARTITIONED) {
                Path file = Files.createTempFile(folder, table, ".copy");
                files.put(RunTables.partition(table, runId), file);
                try (OutputStream out = Files.newOutputStream(file)) {
                    copies.copyOut(
                            "copy " + RunTables.partition(table, runId) + " to stdout with (format binary)", out);
                }
            }
            Measured measured = load(connection, copies, files);
            drop(connection, files);
            return measured;
        } catch (SQLException e) {
            throw DatabaseException.during("copying the rows of run " + runId, e);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot hold the rows of run " + runId + " (" + e + ")", e);
        } finally {
            files.values().forEach(RawCopy::remove);
        }
    }

    private static Measured load(Connection connection, CopyManager copies, Map<String, Path> files)
            throws SQLException, IOException {
        connection.setAutoCommit(false);
        long bytes = 0;
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                String table = file.getKey() + "_raw";
                statement.execute("create table " + table + " (like " + file.getKey() + " including storage)");
                try (InputStream in = Files.newInputStream(file.getValue())) {
                    copies.copyIn("copy " + table + " from stdin with (format binary, freeze)", in, BUFFER_BYTES);
                }
                bytes += Files.size(file.getValue());
            }
        }
        connection.commit();
        return new Measured(bytes, (System.nanoTime() - start) / 1e9);
    }

    private static void drop(Connection connection, Map<String, Path> files) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : files.keySet()) {
                statement.execute("drop table " + table + "_raw");
            }
        }
        connection.commit();
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be removed (" + e + ")", e);
        }
    }
}
