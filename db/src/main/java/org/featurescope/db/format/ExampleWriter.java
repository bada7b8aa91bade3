package org.featurescope.db.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;

/** Writes the groups of a feature: examples, members of groups, near-duplicates. */
final class ExampleWriter {

    private final CorpusKeys corpora;
    private final List<ExampleGroup> groups;
    private final List<Example> stored = new ArrayList<>();

    /** What each member of each group is among the stored ones, in order. */
    private final List<Integer> references = new ArrayList<>();

    private final Map<Long, Integer> ofContext = new HashMap<>();

    ExampleWriter(CorpusKeys corpora, List<ExampleGroup> groups) {
        this.corpora = corpora;
        this.groups = groups;
        for (ExampleGroup group : groups) {
            group.examples().forEach(example -> references.add(reference(example)));
        }
    }

    private int reference(Example example) {
        Integer known = ofContext.get(example.context());
        if (known != null && Arrays.equals(stored.get(known).activations(), example.activations())) {
            return known;
        }
        ofContext.put(example.context(), stored.size());
        stored.add(example);
        return stored.size() - 1;
    }

    void write(PackedWriter out) {
        out.varint(stored.size());
        for (Example example : stored) {
            writePlace(example.context(), out);
            writePeak(example.peakPosition(), example.peak(), out);
            out.countedBytes(example.activations());
        }
        out.varint(groups.size());
        Iterator<Integer> reference = references.iterator();
        for (ExampleGroup group : groups) {
            writeGroup(group, reference, out);
        }
        writeRepeats(out);
    }

    /** Its position in its corpus times the number of corpora, plus the ordinal of the corpus. */
    private void writePlace(long context, PackedWriter out) {
        int ordinal = corpora.ordinal(ContextId.corpusKey(context));
        out.varint((long) ContextId.contextNo(context) * corpora.count() + ordinal);
    }

    private static void writePeak(int position, float peak, PackedWriter out) {
        out.varint(position);
        out.float32(peak);
    }

    private void writeGroup(ExampleGroup group, Iterator<Integer> reference, PackedWriter out) {
        out.int8(group.kind().code());
        out.varint(group.number());
        out.float32(group.low());
        out.float32(group.high());
        out.varint(group.tokens());
        out.varint(group.contexts());
        out.varint(group.examples().size());
        for (Example member : group.examples()) {
            int number = reference.next();
            Example first = stored.get(number);
            boolean samePeak = first.peakPosition() == member.peakPosition()
                    && Float.floatToIntBits(first.peak()) == Float.floatToIntBits(member.peak());
            out.varint(2L * number + (samePeak ? 0 : 1));
            if (!samePeak) {
                writePeak(member.peakPosition(), member.peak(), out);
            }
        }
    }

    private void writeRepeats(PackedWriter out) {
        List<Example> members =
                groups.stream().flatMap(group -> group.examples().stream()).toList();
        out.varint(members.stream().filter(each -> !each.repeats().isEmpty()).count());
        int next = 0;
        for (int member = 0; member < members.size(); member++) {
            List<Example.Repeat> repeats = members.get(member).repeats();
            if (!repeats.isEmpty()) {
                out.varint(member - next);
                out.varint(repeats.size());
                for (Example.Repeat repeat : repeats) {
                    writePlace(repeat.context(), out);
                    writePeak(repeat.peakPosition(), repeat.peak(), out);
                }
                next = member + 1;
            }
        }
    }
}
