package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.db.format.TokenFeatureFormat;
import org.featurescope.db.format.TokenFeatureFormat.Entry;
import org.featurescope.db.format.TokenFeatureFormat.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The features of a run by their tokens, for search: {@link #accept} every feature and {@link #acceptPeaks} all peaks, then
 * {@link #write} the table {@code token_feature} of the run.
 */
final class TokenIndex implements AutoCloseable {

    static final String PARTITIONED = "token_feature";

    private static final int SOURCE_BITS = 16;
    private static final int TOKEN_BITS = 24;

    private final String copyOptions;
    private final SpillSorter byToken = new SpillSorter();

    /** @param copyOptions of COPY: {@code freeze}, unless others may read the partition already */
    TokenIndex(String copyOptions) {
        this.copyOptions = copyOptions;
    }

    /**
     * Its logit effects and its token lookup.
     *
     * @param source any small number that {@link #write} is told the id of
     * @param maximum of the feature; null: not known
     */
    void accept(int source, int feature, @Nullable Float maximum, StoredEvidence kept) {
        FeatureWeights weights = kept.weights();
        if (weights != null && weights.logits() != null) {
            weights.logits().top().forEach(effect -> addEffect(Kind.RAISES, source, feature, effect, 1));
            weights.logits().bottom().forEach(effect -> addEffect(Kind.LOWERS, source, feature, effect, -1));
        }
        TokenLookup lookup = kept.lookup();
        if (lookup != null && maximum != null && maximum > 0) {
            for (TokenLookup.Entry entry : lookup.strongest()) {
                if (entry.mean() > 0) {
                    add(Kind.LOOKUP, entry.tokenId(), source, feature, bits((float) (entry.mean() / maximum)));
                }
            }
        }
    }

    private void addEffect(Kind kind, int source, int feature, TokenEffect effect, int sign) {
        if (sign * effect.effect() > 0) {
            add(kind, effect.tokenId(), source, feature, bits(sign * effect.effect()));
        }
    }

    private static int bits(float value) {
        return Float.floatToRawIntBits(value);
    }

    /** As {@link PeakPlaces.Visitor} is told them. */
    void acceptPeaks(Map<Integer, List<PeakPlaces.Place>> places, Map<Integer, int[]> tokenIds) {
        places.forEach((context, peaks) -> {
            int[] ids = tokenIds.get(context);
            for (PeakPlaces.Place peak : peaks) {
                if (ids != null) {
                    add(Kind.PEAK, ids[peak.position()], peak.source(), peak.feature(), peak.examples());
                }
            }
        });
    }

    /** @param number of a peak how many examples the feature has, else the value */
    private void add(Kind kind, int tokenId, int source, int feature, int number) {
        if (tokenId >>> TOKEN_BITS != 0) {
            throw new IllegalArgumentException("a token id must be below 2^" + TOKEN_BITS + ", got " + tokenId);
        }
        byToken.add(
                ((long) kind.code() << TOKEN_BITS | tokenId) << SOURCE_BITS | source,
                (long) feature << Integer.SIZE | number & 0xffff_ffffL);
    }

    /** @param sourceIds what each number of {@link #accept} is in the table {@code source} */
    void write(Connection connection, long runId, IntUnaryOperator sourceIds) throws SQLException {
        String target = RunTables.partition(PARTITIONED, runId) + " (run_id, kind, token_id, packed)";
        SpillSorter.Sorted sorted = byToken.sorted();
        boolean more = sorted.advance();
        try (BinaryCopy copy = BinaryCopy.into(connection, target, copyOptions)) {
            while (more) {
                long token = sorted.key() >>> SOURCE_BITS;
                Kind kind = Kind.of((int) (token >>> TOKEN_BITS));
                List<Entry> entries = new ArrayList<>();
                while (more && sorted.key() >>> SOURCE_BITS == token) {
                    long key = sorted.key();
                    long[] values = new long[16];
                    int count = 0;
                    while (more && sorted.key() == key) {
                        values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
                        values[count++] = sorted.value();
                        more = sorted.advance();
                    }
                    int source = sourceIds.applyAsInt((int) key & (1 << SOURCE_BITS) - 1);
                    addEntries(kind, source, Arrays.copyOf(values, count), entries);
                }
                copy.row(4);
                copy.int32((int) runId);
                copy.int16(kind.code());
                copy.int32((int) token & (1 << TOKEN_BITS) - 1);
                copy.bytes(TokenFeatureFormat.encode(kind, entries));
            }
            copy.finish();
        }
    }

    /** @param values of one source, each a feature and its number; a peak comes once for each example */
    private static void addEntries(Kind kind, int source, long[] values, List<Entry> entries) {
        Arrays.sort(values);
        for (int from = 0, to; from < values.length; from = to) {
            int feature = (int) (values[from] >>> Integer.SIZE);
            int number = (int) values[from];
            to = from + 1;
            while (to < values.length && values[to] >>> Integer.SIZE == feature) {
                to++;
            }
            entries.add(
                    kind == Kind.PEAK
                            ? new Entry(source, feature, to - from, number)
                            : new Entry(source, feature, Float.intBitsToFloat(number)));
        }
    }

    /** Once all rows are there. */
    static void index(Connection connection, long runId) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String partition = RunTables.partition(PARTITIONED, runId);
            statement.execute("alter table " + partition + " add primary key (run_id, kind, token_id)");
            statement.execute("analyze " + partition + " (kind, token_id)");
        }
    }

    @Override
    public void close() {
        byToken.close();
    }
}
