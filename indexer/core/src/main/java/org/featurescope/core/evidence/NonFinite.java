package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many activations were NaN or infinite, and the first place in corpus order where one was. */
public final class NonFinite {

    /** Where an activation was not finite; ordered by context, position, feature. */
    public record Place(long context, int position, int feature) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = Comparator.comparing(Place::context, ContextId.ORDER)
                .thenComparingInt(Place::position)
                .thenComparingInt(Place::feature);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private long count;
    private @Nullable Place first;

    void add(long context, int position, int feature) {
        count++;
        keepFirst(new Place(context, position, feature));
    }

    void merge(NonFinite other) {
        count += other.count;
        other.first().ifPresent(this::keepFirst);
    }

    private void keepFirst(Place place) {
        if (first == null || place.compareTo(first) < 0) {
            first = place;
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeBoolean(first != null);
        if (first != null) {
            out.writeLong(first.context());
            out.writeInt(first.position());
            out.writeInt(first.feature());
        }
    }

    /** Adds what was written. */
    void read(DataInput in) throws IOException {
        count += in.readLong();
        if (in.readBoolean()) {
            keepFirst(new Place(in.readLong(), in.readInt(), in.readInt()));
        }
    }

    public long count() {
        return count;
    }

    public Optional<Place> first() {
        return Optional.ofNullable(first);
    }
}
