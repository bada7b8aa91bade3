package org.featurescope.db.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.featurescope.db.DatabaseException;

/**
 * Takes a published run out of the index, with everything that no other run uses: contexts, documents, corpora, tokenizers,
 * sources, the model. One transaction; its number is remembered, and never given again.
 *
 * <p>Contexts that several runs share go with the last run that cuts their corpus in that way.
 */
public final class RunDeletion {

    private final Connection connection;
    private final long runId;

    private RunDeletion(Connection connection, long runId) {
        this.connection = connection;
        this.runId = runId;
    }

    /**
     * Waits for runs that are being published, and for pages that are being read.
     *
     * @throws DatabaseException when there is no such run, or PostgreSQL fails; then everything is as it was
     */
    public static void delete(DataSource dataSource, long runId) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            new RunDeletion(connection, runId).delete();
            connection.commit();
        } catch (SQLException e) {
            throw DatabaseException.duringTransaction("deleting run " + runId, e);
        }
    }

    private void delete() throws SQLException {
        execute("set local lock_timeout = '30s'");
        execute("select pg_advisory_xact_lock(" + RunWriter.PUBLISHING_LOCK + ")");
        retire();
        List<Integer> contextSets = numbers("""
                select context_set_id from run where id = ?
                union select context_set_id from run_corpus where run_id = ?""", runId, runId);
        List<Integer> corpora =
                numbers("select distinct corpus_id from context_set where id = any (?)", array(contextSets));
        List<Integer> tokenizers =
                numbers("select distinct tokenizer_id from context_set where id = any (?)", array(contextSets));
        int model = numbers("select model_id from run where id = ?", runId).get(0);
        update("delete from run where id = ?", runId);
        deleteTexts(contextSets, corpora, tokenizers);
        update("""
                delete from source s where model_id = ? and not exists
                  (select from run_source rs where rs.source_id = s.id)""", model);
        update("delete from model m where id = ? and not exists (select from run r where r.model_id = m.id)", model);
        dropPartitions(); // last, because it locks readers out until the transaction ends
    }

    private void retire() throws SQLException {
        int retired = update("""
                insert into retired_run (id, model)
                select r.id, m.name from run r join model m on m.id = r.model_id where r.id = ?""", runId);
        if (retired == 0) {
            throw new DatabaseException("there is no run " + runId + "; `featurescope runs` lists those there are");
        }
    }

    private void deleteTexts(List<Integer> contextSets, List<Integer> corpora, List<Integer> tokenizers)
            throws SQLException {
        update("""
                delete from context_set s where id = any (?)
                  and not exists (select from run r where r.context_set_id = s.id)
                  and not exists (select from run_corpus rc where rc.context_set_id = s.id)""", array(contextSets));
        update("""
                delete from corpus c where id = any (?)
                  and not exists (select from context_set s where s.corpus_id = c.id)""", array(corpora));
        update("""
                delete from document d where corpus_id = any (?) and not exists
                  (select from context_set s join context c on c.context_set_id = s.id
                    where s.corpus_id = d.corpus_id and c.document_no = d.document_no)""", array(corpora));
        update("""
                delete from tokenizer t where id = any (?)
                  and not exists (select from context_set s where s.tokenizer_id = t.id)""", array(tokenizers));
    }

    private void dropPartitions() throws SQLException {
        List<String> partitions = new ArrayList<>();
        String sql = "select inhrelid::regclass::text from pg_inherits join pg_class c on c.oid = inhrelid"
                + " where c.relispartition and c.relkind = 'r' and c.relname ~ ('_run_' || ? || '$') order by 1";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, runId);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    partitions.add(found.getString(1));
                }
            }
        }
        for (String partition : partitions) {
            execute("drop table " + partition);
        }
    }

    private Array array(List<Integer> numbers) throws SQLException {
        return connection.createArrayOf("integer", numbers.toArray());
    }

    private List<Integer> numbers(String sql, Object... values) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (PreparedStatement select = prepared(sql, values);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                numbers.add(found.getInt(1));
            }
        }
        return numbers;
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
