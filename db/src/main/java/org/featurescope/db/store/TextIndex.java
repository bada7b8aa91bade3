package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.featurescope.core.text.FoldedText;
import org.featurescope.core.text.Words;
import org.featurescope.db.format.ContextListFormat;

/**
 * Adds contexts to the inverted index {@code text_word}: a segment of it for as many words as fit into memory. Contexts come in
 * the order of their numbers.
 */
final class TextIndex {

    private static final int FETCH_ROWS = 1_000;
    private static final long SEGMENT_BYTES = 64L << 20;

    /** What an entry takes on the heap besides its numbers. */
    private static final int ENTRY_BYTES = 160;

    private final Connection connection;
    private final int contextSetId;
    private final TokenBytes tokens;
    private final long segmentBytes;
    private final Map<String, ContextListFormat.Writer> words = new HashMap<>();
    private long bytes;

    TextIndex(Connection connection, int contextSetId, TokenBytes tokens) {
        this(connection, contextSetId, tokens, SEGMENT_BYTES);
    }

    /** @param segmentBytes on the heap, about, after which another segment begins */
    TextIndex(Connection connection, int contextSetId, TokenBytes tokens, long segmentBytes) {
        this.connection = connection;
        this.contextSetId = contextSetId;
        this.tokens = tokens;
        this.segmentBytes = segmentBytes;
    }

    /** @param contexts a query for their numbers and token ids, in order; it is read before anything is written */
    void add(String contexts) throws SQLException {
        int added = 0;
        // COPY and a cursor cannot share the connection at the same time, so segments are written between fetches.
        try (Statement select = connection.createStatement()) {
            select.setFetchSize(FETCH_ROWS);
            try (ResultSet row = select.executeQuery(contexts)) {
                while (row.next()) {
                    add(row.getInt(1), row.getBytes(2));
                    added++;
                    if (bytes > segmentBytes) {
                        writeSegment();
                    }
                }
            }
        }
        writeSegment();
        try (PreparedStatement update = connection.prepareStatement(
                "update context_set set indexed_contexts = indexed_contexts + ? where id = ?")) {
            update.setInt(1, added);
            update.setInt(2, contextSetId);
            update.executeUpdate();
        }
    }

    private void add(int contextNo, byte[] tokenIds) {
        String text = FoldedText.of(tokens.text(tokenIds).text()).text();
        Words.forEach(text, (start, end) -> {
            String word = Words.indexed(text, start, end);
            ContextListFormat.Writer list = words.get(word);
            if (list == null) {
                list = new ContextListFormat.Writer();
                words.put(word, list);
                bytes += ENTRY_BYTES + word.length();
            }
            bytes -= list.bytes();
            list.add(contextNo);
            bytes += list.bytes();
        });
    }

    private void writeSegment() throws SQLException {
        if (words.isEmpty()) {
            return;
        }
        int segment = nextSegment();
        String target = "text_word (context_set_id, word, segment, contexts, packed)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, "")) {
            for (Map.Entry<String, ContextListFormat.Writer> word :
                    words.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
                copy.row(5);
                copy.int32(contextSetId);
                copy.text(word.getKey());
                copy.int32(segment);
                copy.int32(word.getValue().count());
                copy.bytes(word.getValue().packed());
            }
            copy.finish();
        }
        words.clear();
        bytes = 0;
    }

    private int nextSegment() throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select nextval('text_segment')")) {
            row.next();
            return row.getInt(1);
        }
    }
}
