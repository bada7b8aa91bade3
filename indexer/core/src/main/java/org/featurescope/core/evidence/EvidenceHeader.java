package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;

/** What stands in front of the state of all ranges of a source. */
record EvidenceHeader(SourceShape shape, EvidenceSettings settings, LookupTokens lookupTokens, Labels labels) {

    /** The letters "FSEV". */
    private static final int MAGIC = 0x46534556;

    /** Changes whenever a collector writes otherwise. */
    private static final int VERSION = 1;

    private static final String NAME = "the header";

    void write(DataOutput out) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        EvidenceState.writeSection(out, EvidenceState.bytes(this::writeBody));
    }

    static EvidenceHeader read(DataInput in) throws IOException {
        requireVersion(in);
        return EvidenceState.parse(EvidenceState.readSection(in, NAME), NAME, EvidenceHeader::readBody);
    }

    private static void requireVersion(DataInput in) throws IOException {
        try {
            int magic = in.readInt();
            if (magic != MAGIC) {
                throw EvidenceState.damaged(String.format("it must begin with %08x, got %08x", MAGIC, magic));
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw new IOException("evidence of version " + version + ", but this program reads version " + VERSION
                        + "; use the program that wrote it, or index again");
            }
        } catch (EOFException e) {
            throw EvidenceState.endsEarly(NAME, e);
        }
    }

    private void writeBody(DataOutput out) throws IOException {
        out.writeInt(shape.features());
        out.writeBoolean(shape.signed());
        out.writeBoolean(shape.gated());
        out.writeInt(settings.topK());
        out.writeInt(settings.intervals());
        out.writeInt(settings.intervalSamples());
        out.writeInt(settings.randomSamples());
        out.writeInt(settings.labelTopK());
        out.writeLong(settings.seed());
        lookupTokens.write(out);
        labels.write(out);
    }

    private static EvidenceHeader readBody(DataInput in) throws IOException {
        SourceShape shape = new SourceShape(in.readInt(), in.readBoolean(), in.readBoolean());
        EvidenceSettings settings = new EvidenceSettings(
                in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readLong());
        LookupTokens lookupTokens = LookupTokens.read(in);
        Labels labels = new Labels();
        labels.read(in);
        return new EvidenceHeader(shape, settings, lookupTokens, labels);
    }
}
