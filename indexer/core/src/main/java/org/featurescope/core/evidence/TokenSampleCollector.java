package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.featurescope.core.format.ActivationFormat;

/**
 * Collects a {@link TokenSample}. A token's hash decides whether it is in it, so the sample depends on the set of contexts alone.
 * Rows are kept in pieces of neighbouring features, each packed by {@link ActivationFormat}: sparse where that is shorter, and
 * nothing at all where all are 0.
 */
final class TokenSampleCollector implements TokenSample {

    /** Of a piece, the most that the shortest sparse form takes. */
    private static final int PIECE_FEATURES = 256;

    private static final byte[] ZEROS = {};

    /** A token; ordered by its hash. */
    private record Place(long hash, long context, int position) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::hash)
                .thenComparing(Place::context, ContextId.ORDER)
                .thenComparingInt(Place::position);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final int features;
    private final long seed;
    private final int mostTokens;
    private final int pieces;
    private TreeMap<Place, byte[][]> rows = new TreeMap<>();

    TokenSampleCollector(int features, long seed, int mostTokens) {
        this.features = features;
        this.seed = seed;
        this.mostTokens = mostTokens;
        pieces = (features + PIECE_FEATURES - 1) / PIECE_FEATURES;
    }

    void accept(ActivationBlock block) {
        TreeMap<Place, Integer> chosen = choose(block);
        List<Place> places = List.copyOf(chosen.keySet());
        byte[][][] packed = new byte[places.size()][pieces][];
        IntStream.range(0, places.size() * pieces).parallel().forEach(i -> {
            Place place = places.get(i / pieces);
            int context = chosen.getOrDefault(place, 0);
            packed[i / pieces][i % pieces] = pack(block, context, place.position(), i % pieces);
        });
        for (int i = 0; i < packed.length; i++) {
            rows.put(places.get(i), packed[i]);
        }
        dropLargest();
    }

    /** The tokens of a block that are in the sample so far, each with the number of its context in the block. */
    private TreeMap<Place, Integer> choose(ActivationBlock block) {
        TreeMap<Place, Integer> chosen = new TreeMap<>();
        long bar = rows.size() < mostTokens ? Long.MAX_VALUE : rows.lastKey().hash();
        for (int number = 0; number < block.contexts(); number++) {
            EvidenceContext context = block.context(number);
            boolean[] counted = context.counted();
            long contextKey = SamplingPriority.contextKey(context.id());
            for (int position = 0; position < counted.length; position++) {
                long hash = hash(contextKey, position);
                if (counted[position] && hash <= bar) {
                    chosen.put(new Place(hash, context.id(), position), number);
                }
            }
        }
        while (chosen.size() > mostTokens) {
            chosen.pollLastEntry();
        }
        return chosen;
    }

    /** Positions stand where sampled contexts have features, which are never below 0. */
    private long hash(long contextKey, int position) {
        return SamplingPriority.of(SamplingPriority.featureKey(seed, ~position), contextKey);
    }

    private byte[] pack(ActivationBlock block, int context, int position, int piece) {
        int[] bits = new int[pieceFeatures(piece)];
        block.readBits(context, position, piece * PIECE_FEATURES, bits.length, bits);
        int any = 0;
        for (int one : bits) {
            any |= one;
        }
        if (any << 1 == 0) { // 0 and -0, as most of an SAE are
            return ZEROS;
        }
        return pack(bits);
    }

    private static byte[] pack(int[] bits) {
        float[] values = new float[bits.length];
        boolean zeros = true;
        for (int i = 0; i < values.length; i++) {
            float value = Float.intBitsToFloat(bits[i]);
            values[i] = Float.isFinite(value) ? value : 0;
            zeros &= values[i] == 0;
        }
        return zeros ? ZEROS : ActivationFormat.encode(values);
    }

    private int pieceFeatures(int piece) {
        return Math.min(PIECE_FEATURES, features - piece * PIECE_FEATURES);
    }

    private void dropLargest() {
        while (rows.size() > mostTokens) {
            rows.pollLastEntry();
        }
    }

    void merge(TokenSampleCollector other) {
        rows.putAll(other.rows);
        dropLargest();
    }

    /** The places, then piece by piece the activations at all of them. */
    void write(DataOutput out) throws IOException {
        EvidenceState.writeSection(out, EvidenceState.bytes(this::writePlaces));
        for (int piece = 0; piece < pieces; piece++) {
            int number = piece;
            EvidenceState.writeSection(out, EvidenceState.bytes(section -> writePiece(section, number)));
        }
    }

    private void writePlaces(DataOutput out) throws IOException {
        out.writeInt(rows.size());
        for (Place place : rows.keySet()) {
            out.writeLong(place.context());
            out.writeInt(place.position());
        }
    }

    private void writePiece(DataOutput out, int piece) throws IOException {
        for (byte[][] row : rows.values()) {
            out.writeInt(row[piece].length);
            out.write(row[piece]);
        }
    }

    /** Into a collector that has seen nothing. */
    void read(DataInput in) throws IOException {
        String name = "the sampled tokens";
        rows = EvidenceState.parse(EvidenceState.readSection(in, name), name, this::readPlaces);
        for (int piece = 0; piece < pieces; piece++) {
            int number = piece;
            String ofPiece = "activations at the sampled tokens, piece " + piece;
            EvidenceState.parse(EvidenceState.readSection(in, ofPiece), ofPiece, section -> readPiece(section, number));
        }
    }

    private TreeMap<Place, byte[][]> readPlaces(DataInput in) throws IOException {
        int count = EvidenceState.readCount(in, "sampled tokens", mostTokens);
        TreeMap<Place, byte[][]> read = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            long context = in.readLong();
            int position = in.readInt();
            read.put(
                    new Place(hash(SamplingPriority.contextKey(context), position), context, position),
                    new byte[pieces][]);
        }
        return read;
    }

    private boolean readPiece(DataInput in, int piece) throws IOException {
        for (byte[][] row : rows.values()) {
            row[piece] =
                    EvidenceState.readBytes(in, EvidenceState.readCount(in, "bytes", 1 + PIECE_FEATURES * Float.BYTES));
            unpack(row[piece], piece);
        }
        return true;
    }

    private float[] unpack(byte[] packed, int piece) {
        int count = pieceFeatures(piece);
        return packed.length == 0 ? new float[count] : ActivationFormat.decode(packed, count);
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int tokens() {
        return rows.size();
    }

    @Override
    public void read(int firstFeature, int count, float[] into) {
        int token = 0;
        for (Iterator<byte[][]> all = rows.values().iterator(); all.hasNext(); token++) {
            byte[][] row = all.next();
            int end = firstFeature + count;
            for (int piece = firstFeature / PIECE_FEATURES; piece * PIECE_FEATURES < end; piece++) {
                float[] values = unpack(row[piece], piece);
                int from = Math.max(firstFeature, piece * PIECE_FEATURES);
                int to = Math.min(end, piece * PIECE_FEATURES + values.length);
                for (int feature = from; feature < to; feature++) {
                    into[(feature - firstFeature) * rows.size() + token] = values[feature - piece * PIECE_FEATURES];
                }
            }
        }
    }

    @Override
    public boolean sameTokens(TokenSample other) {
        return other instanceof TokenSampleCollector that
                && new ArrayList<>(rows.keySet()).equals(new ArrayList<>(that.rows.keySet()));
    }
}
