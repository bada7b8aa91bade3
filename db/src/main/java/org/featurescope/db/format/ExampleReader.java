package org.featurescope.db.format;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.GroupKind;
import org.jspecify.annotations.Nullable;

/** Reads what an {@link ExampleWriter} wrote. */
final class ExampleReader {

    /** Place, peak position, peak, length of the activations, and one byte of these. */
    private static final int LEAST_EXAMPLE_BYTES = 8;

    private static final int LEAST_GROUP_BYTES = 13;
    private static final int LEAST_REPEAT_BYTES = 6;

    private final CorpusKeys corpora;
    private final PackedReader in;

    ExampleReader(CorpusKeys corpora, PackedReader in) {
        this.corpora = corpora;
        this.in = in;
    }

    /** A group whose examples are not read yet beyond their numbers. */
    private record Members(GroupKind kind, int number, float low, float high, long tokens, long contexts, int size) {}

    List<ExampleGroup> read() {
        List<Example> stored = new ArrayList<>();
        int count = in.count(LEAST_EXAMPLE_BYTES, "number of examples");
        for (int i = 0; i < count; i++) {
            stored.add(readExample());
        }
        List<Members> groups = new ArrayList<>();
        List<Example> members = new ArrayList<>();
        int groupCount = in.count(LEAST_GROUP_BYTES, "number of groups");
        for (int i = 0; i < groupCount; i++) {
            groups.add(readGroup(stored, members));
        }
        readRepeats(members);
        return divided(members, groups);
    }

    /** The first example; null if there is none, or it goes on behind the end of the bytes. */
    @Nullable Example first() {
        long count = in.varint("number of examples");
        if (count == 0 || in.remaining() < LEAST_EXAMPLE_BYTES + 2 * Long.BYTES) {
            return null;
        }
        long context = readPlace();
        int position = in.int31("peak position");
        float peak = in.finiteFloat32("peak");
        long length = in.varint("length of activations");
        return length > in.remaining() ? null : new Example(context, position, peak, in.bytes((int) length));
    }

    private Example readExample() {
        return new Example(
                readPlace(), in.int31("peak position"), in.finiteFloat32("peak"), in.countedBytes("activations"));
    }

    private long readPlace() {
        int start = in.offset();
        long place = in.varint("place of a context");
        long contextNo = place / corpora.count();
        if (contextNo > Integer.MAX_VALUE) {
            throw in.malformed(start, "number of a context must be below 2^31, got " + contextNo);
        }
        return corpora.contextId((int) (place % corpora.count()), (int) contextNo);
    }

    private Members readGroup(List<Example> stored, List<Example> members) {
        GroupKind kind = readKind();
        int number = in.int31("number of a group");
        float low = in.float32("lower bound of a group");
        float high = in.float32("upper bound of a group");
        long tokens = in.varint("tokens of a group");
        long contexts = in.varint("contexts of a group");
        int size = in.count(1, "number of members of a group");
        for (int i = 0; i < size; i++) {
            members.add(readMember(stored));
        }
        return new Members(kind, number, low, high, tokens, contexts, size);
    }

    private GroupKind readKind() {
        int start = in.offset();
        int code = in.int8("kind of a group");
        try {
            return GroupKind.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw in.malformed(start, String.valueOf(e.getMessage()));
        }
    }

    private Example readMember(List<Example> stored) {
        int start = in.offset();
        long reference = in.varint("number of an example");
        if (reference / 2 >= stored.size()) {
            throw in.malformed(start, "number of an example must be below " + stored.size() + ", got " + reference / 2);
        }
        Example example = stored.get((int) (reference / 2));
        return reference % 2 == 0
                ? example
                : new Example(
                        example.context(), in.int31("peak position"), in.finiteFloat32("peak"), example.activations());
    }

    private void readRepeats(List<Example> members) {
        int count = in.count(2 + LEAST_REPEAT_BYTES, "number of examples with near-duplicates");
        int next = 0;
        for (int i = 0; i < count; i++) {
            int start = in.offset();
            long member = next + in.varint(Integer.MAX_VALUE, "place of near-duplicates");
            if (member >= members.size()) {
                throw in.malformed(
                        start, "near-duplicates must be of one of " + members.size() + " members, got " + member);
            }
            Example example = members.get((int) member);
            members.set(
                    (int) member,
                    new Example(
                            example.context(),
                            example.peakPosition(),
                            example.peak(),
                            example.activations(),
                            readRepeats()));
            next = (int) member + 1;
        }
    }

    private List<Example.Repeat> readRepeats() {
        int count = in.count(LEAST_REPEAT_BYTES, "number of near-duplicates");
        List<Example.Repeat> repeats = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            repeats.add(new Example.Repeat(readPlace(), in.int31("peak position"), in.finiteFloat32("peak")));
        }
        return repeats;
    }

    private static List<ExampleGroup> divided(List<Example> members, List<Members> groups) {
        List<ExampleGroup> divided = new ArrayList<>();
        int from = 0;
        for (Members group : groups) {
            divided.add(new ExampleGroup(
                    group.kind,
                    group.number,
                    group.low,
                    group.high,
                    group.tokens,
                    group.contexts,
                    members.subList(from, from + group.size)));
            from += group.size;
        }
        return divided;
    }
}
