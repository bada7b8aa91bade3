package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.format.Bars;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.EvidenceFormat;
import org.featurescope.db.format.HistogramFormat;

/**
 * Reads the features of one source of a published run, each as it was written. One query a feature, which walks two
 * indexes. Not for several threads.
 */
public final class PublishedFeatures implements AutoCloseable {

    private static final String SOURCE = """
            select rs.source_id, array(
                select encode(c.sha256, 'hex') from run_corpus rc join context_set s on s.id = rc.context_set_id
                join corpus c on c.id = s.corpus_id where rc.run_id = rs.run_id order by rc.ordinal)
            from run_source rs join source s on s.id = rs.source_id where rs.run_id = ? and s.name = ?
            """;
    private static final String FEATURE = """
            select density, active_tokens, active_contexts, maximum, minimum, mean, standard_deviation, skewness, kurtosis,
              histogram, bars,
              (select string_agg(e.bytes, '' order by e.part) from evidence e
               where e.run_id = ? and e.source_id = ? and e.feature_index = f.feature_index) as evidence
            from feature f where run_id = ? and source_id = ? and feature_index = ?
            """;

    private final Connection connection;
    private final PreparedStatement select;
    private final CorpusKeys corpora;

    private PublishedFeatures(Connection connection, long runId, int sourceId, CorpusKeys corpora) throws SQLException {
        this.connection = connection;
        this.corpora = corpora;
        select = connection.prepareStatement(FEATURE);
        for (int parameter :
                new int[] {1, 3}) { // of both tables, so that only the partitions of this run are looked at
            select.setInt(parameter, Math.toIntExact(runId));
            select.setInt(parameter + 1, sourceId);
        }
    }

    /**
     * Opens a connection of its own.
     *
     * @param source its name
     * @throws IllegalArgumentException when the run has no such source
     */
    public static PublishedFeatures open(DataSource dataSource, long runId, String source) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                return open(connection, runId, source);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw DatabaseException.during("reading features", e);
        }
    }

    private static PublishedFeatures open(Connection connection, long runId, String source) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SOURCE)) {
            select.setInt(1, Math.toIntExact(runId));
            select.setString(2, source);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalArgumentException("run " + runId + " has no source '" + source + "'");
                }
                List<String> sha256 = List.of((String[]) row.getArray(2).getArray());
                return new PublishedFeatures(connection, runId, row.getInt(1), CorpusKeys.of(sha256));
            }
        }
    }

    /** @throws DatabaseException when PostgreSQL fails */
    public Optional<FeatureRow> feature(int index) {
        try {
            select.setInt(5, index);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(feature(index, row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw DatabaseException.during("reading feature " + index, e);
        }
    }

    private FeatureRow feature(int index, ResultSet row) throws SQLException {
        byte[] histogram = row.getBytes("histogram");
        byte[] bars = row.getBytes("bars");
        FeatureFigures figures = new FeatureFigures(
                row.getObject("density", Double.class),
                row.getObject("active_tokens", Long.class),
                row.getObject("active_contexts", Long.class),
                row.getObject("maximum", Float.class),
                row.getObject("minimum", Float.class),
                row.getObject("mean", Double.class),
                row.getObject("standard_deviation", Double.class),
                row.getObject("skewness", Double.class),
                row.getObject("kurtosis", Double.class),
                histogram == null ? null : HistogramFormat.decode(histogram),
                bars == null ? null : Bars.decode(bars));
        byte[] evidence = row.getBytes("evidence");
        return new FeatureRow(
                index, figures, EvidenceFormat.decode(evidence == null ? new byte[0] : evidence, index, corpora));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw DatabaseException.during("reading features", e);
        }
    }
}
