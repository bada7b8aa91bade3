package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.featurescope.core.evidence.TokenLookup.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Fits a table of tokens to each feature and judges it on other contexts. Contexts are dealt out by {@code h}, the last three
 * bits of the hash of their id: fitted where h is 0 or 1, held out where it is 2, otherwise not looked at.
 *
 * <p>With S, n over fitted and s, m over held-out tokens (sum of activations, count; by token t or in all), q the sum of squares
 * over held-out tokens, the table says
 *
 * <pre>
 * a(t) = S(t) / n(t)                         for a token of the lookup with n(t) ≥ 5
 * a(t) = Σ S(u) / Σ n(u)                     for every other token t, over all other tokens u; over all tokens if there are none
 * variance explained = 1 − Σ over held-out tokens (x − a(t))² / Σ over held-out tokens (x − s/m)²
 *                    = 1 − (q − 2 Σ a(t)·s(t) + Σ m(t)·a(t)²) / (q − s²/m)
 * </pre>
 *
 * <p>Sums are in fp64, so merging gives the same within rounding. Tables over different tokens merge to one over the tokens that
 * both have.
 */
final class TokenLookupCollector implements TileCollector<TokenLookupCollector> {

    static final int LEAST_SEEN = 5;
    static final int STRONGEST = 10;

    private static final int SPLIT = 8;
    private static final int LAST_FITTED = 1;
    private static final int HELD_OUT = 2;

    /** Variance below this share of the mean square is nothing but rounding. */
    private static final double LEAST_VARIANCE = 1e-12;

    private final int features;
    private LookupTokens tokens;
    private TokenSums sums;
    private long[] fittedCounts; // [row]
    private long[] heldOutCounts;
    private final double[] heldOutSquares; // [feature]

    TokenLookupCollector(int features, LookupTokens tokens) {
        this.features = features;
        heldOutSquares = new double[features];
        this.tokens = tokens;
        sums = new TokenSums(tokens.size() + 1, features);
        fittedCounts = new long[tokens.size() + 1];
        heldOutCounts = new long[tokens.size() + 1];
    }

    @Override
    public void accept(ContextTile tile) {
        long part = SamplingPriority.contextKey(tile.contextId) & SPLIT - 1;
        if (tokens.size() == 0 || part > HELD_OUT) {
            return;
        }
        boolean heldOut = part > LAST_FITTED;
        long[] counts = heldOut ? heldOutCounts : fittedCounts;
        int[] tokenIds = tile.context().tokenIds();
        int[] rowOfToken = new int[tile.rows];
        for (int i = 0; i < tile.rows; i++) {
            rowOfToken[i] = tokens.row(tokenIds[tile.position(i)]);
            counts[rowOfToken[i]]++;
        }
        if (sums.isDense()) {
            addAll(tile, rowOfToken, heldOut);
        } else {
            addNonZero(tile, rowOfToken, heldOut);
        }
    }

    private void addAll(ContextTile tile, int[] rowOfToken, boolean heldOut) {
        for (int i = 0; i < tile.rows; i++) {
            sums.addRow(rowOfToken[i], tile.values[i], heldOut);
            if (heldOut) {
                addSquares(tile.values[i]);
            }
        }
    }

    private void addSquares(float[] values) {
        for (int feature = 0; feature < features; feature++) {
            double value = values[feature];
            heldOutSquares[feature] += value * value;
        }
    }

    private void addNonZero(ContextTile tile, int[] rowOfToken, boolean heldOut) {
        for (int i = 0; i < tile.nonZeros; i++) {
            int feature = tile.nonZero[i];
            for (int row = 0; row < tile.rows; row++) {
                double value = tile.values[row][feature];
                if (value != 0) {
                    sums.add(rowOfToken[row], feature, value, heldOut);
                    heldOutSquares[feature] += heldOut ? value * value : 0;
                }
            }
        }
    }

    @Override
    public void merge(TokenLookupCollector other, int[] labels) {
        LookupTokens common = tokens.common(other.tokens);
        if (!common.equals(tokens)) {
            restrict(common);
        }
        add(other);
    }

    /** What is known of tokens that no longer have a row goes to the row of all others. */
    private void restrict(LookupTokens fewer) {
        TokenLookupCollector restricted = new TokenLookupCollector(features, fewer);
        restricted.add(this);
        tokens = fewer;
        sums = restricted.sums;
        fittedCounts = restricted.fittedCounts;
        heldOutCounts = restricted.heldOutCounts;
    }

    /** @param other has at least the tokens that this has */
    private void add(TokenLookupCollector other) {
        int[] rows = IntStream.rangeClosed(0, other.tokens.size())
                .map(row -> row == other.tokens.size() ? tokens.size() : tokens.row(other.tokens.tokenId(row)))
                .toArray();
        sums.merge(other.sums, rows);
        for (int row = 0; row < rows.length; row++) {
            fittedCounts[rows[row]] += other.fittedCounts[row];
            heldOutCounts[rows[row]] += other.heldOutCounts[row];
        }
        for (int feature = 0; feature < features; feature++) {
            heldOutSquares[feature] += other.heldOutSquares[feature];
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        tokens.write(out);
        EvidenceState.writeLongs(out, fittedCounts);
        EvidenceState.writeLongs(out, heldOutCounts);
        EvidenceState.writeDoubles(out, heldOutSquares);
        sums.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        LookupTokens written = LookupTokens.read(in);
        if (!written.equals(tokens)) {
            throw EvidenceState.damaged(tokens + " expected, got " + written + " or other tokens");
        }
        EvidenceState.readLongs(in, fittedCounts);
        EvidenceState.readLongs(in, heldOutCounts);
        EvidenceState.readDoubles(in, heldOutSquares);
        sums.read(in);
    }

    /** Null if no context was fitted, or none held out, or the lookup has no tokens. */
    @Nullable TokenLookup lookup(int feature) {
        long fitted = LongStream.of(fittedCounts).sum();
        long heldOut = LongStream.of(heldOutCounts).sum();
        if (tokens.size() == 0 || fitted == 0 || heldOut == 0) {
            return null;
        }
        double[] table = table(feature, fitted);
        return new TokenLookup(varianceExplained(feature, table, heldOut), strongest(table), fitted, heldOut);
    }

    /** The activation that the table says for each row. */
    private double[] table(int feature, long fitted) {
        double[] table = new double[tokens.size() + 1];
        double sum = 0;
        double rareSum = 0;
        long rareCount = 0;
        for (int row = 0; row < table.length; row++) {
            double ofRow = sums.fitted(row, feature);
            sum += ofRow;
            if (isRare(row)) {
                rareSum += ofRow;
                rareCount += fittedCounts[row];
            } else {
                table[row] = ofRow / fittedCounts[row];
            }
        }
        double ofRare = rareCount > 0 ? rareSum / rareCount : sum / fitted;
        for (int row = 0; row < table.length; row++) {
            table[row] = isRare(row) ? ofRare : table[row];
        }
        return table;
    }

    private boolean isRare(int row) {
        return row == tokens.size() || fittedCounts[row] < LEAST_SEEN;
    }

    private double varianceExplained(int feature, double[] table, long heldOut) {
        double sum = 0;
        double squaredError = heldOutSquares[feature];
        for (int row = 0; row < table.length; row++) {
            double ofRow = sums.heldOut(row, feature);
            sum += ofRow;
            squaredError += table[row] * (heldOutCounts[row] * table[row] - 2 * ofRow);
        }
        double variance = heldOutSquares[feature] - sum * sum / heldOut;
        return variance <= LEAST_VARIANCE * heldOutSquares[feature] ? 0 : Math.min(1, 1 - squaredError / variance);
    }

    private List<Entry> strongest(double[] table) {
        return IntStream.range(0, tokens.size())
                .filter(row -> !isRare(row) && table[row] > 0)
                .mapToObj(row -> new Entry(tokens.tokenId(row), table[row], fittedCounts[row]))
                .sorted(Comparator.comparingDouble(Entry::mean).reversed().thenComparingInt(Entry::tokenId))
                .limit(STRONGEST)
                .toList();
    }
}
