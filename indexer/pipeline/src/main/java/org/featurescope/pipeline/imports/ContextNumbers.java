package org.featurescope.pipeline.imports;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Finds contexts with the same tokens: 28 to 56 bytes of memory for each that is different, by half of its SHA-256. */
final class ContextNumbers {

    private long[] high = new long[1 << 12];
    private long[] low = new long[1 << 12];
    private int[] numbers = new int[1 << 12]; // plus 1; 0: free
    private int count;
    private final MessageDigest digest;

    ContextNumbers() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    int count() {
        return count;
    }

    /** The number of a context; if it is a new one, that is the {@link #count} there was. */
    int number(int[] tokenIds) {
        ByteBuffer bytes = ByteBuffer.allocate(tokenIds.length * Integer.BYTES);
        bytes.asIntBuffer().put(tokenIds);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(bytes.array()));
        long first = hash.getLong();
        long second = hash.getLong();
        int slot = slot(first, second);
        if (numbers[slot] == 0) {
            put(slot, first, second, ++count);
            if (2L * count > numbers.length) {
                grow();
            }
            return count - 1;
        }
        return numbers[slot] - 1;
    }

    private int slot(long first, long second) {
        int mask = numbers.length - 1;
        int slot = (int) first & mask;
        while (numbers[slot] != 0 && (high[slot] != first || low[slot] != second)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void put(int slot, long first, long second, int number) {
        high[slot] = first;
        low[slot] = second;
        numbers[slot] = number;
    }

    private void grow() {
        if (numbers.length >= 1 << 29) {
            throw new ImportException(
                    "more than " + count + " different contexts cannot be imported at once; import fewer files");
        }
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldNumbers = numbers;
        high = new long[2 * oldHigh.length];
        low = new long[2 * oldLow.length];
        numbers = new int[2 * oldNumbers.length];
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != 0) {
                put(slot(oldHigh[i], oldLow[i]), oldHigh[i], oldLow[i], oldNumbers[i]);
            }
        }
    }
}
