package org.featurescope.pipeline.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.featurescope.pipeline.corpus.CorpusPlace;

/** How far one corpus of a run has been scanned, in whole shards. */
public final class CorpusProgress {

    private final int key;
    private final MeasuredBatches measured;
    private CorpusPlace place = CorpusPlace.START;
    private long tokens;
    private boolean finished;

    /** @param key of the corpus, see {@link org.featurescope.core.evidence.ContextId} */
    CorpusProgress(int key) {
        this(key, new MeasuredBatches());
    }

    private CorpusProgress(int key, MeasuredBatches measured) {
        this.key = key;
        this.measured = measured;
    }

    public int key() {
        return key;
    }

    /** That ran through the model. */
    public long contexts() {
        return place.contextNo();
    }

    /** That were counted. */
    public long tokens() {
        return tokens;
    }

    /** Whether it was read to its end, or to the limit of tokens. */
    public boolean isFinished() {
        return finished;
    }

    CorpusPlace place() {
        return place;
    }

    MeasuredBatches measured() {
        return measured;
    }

    void shard(CorpusPlace end, long tokensRead, boolean wasLast) {
        place = end;
        tokens = tokensRead;
        finished = wasLast;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(key);
        out.writeInt(place.documentNo());
        out.writeInt(place.firstToken());
        out.writeInt(place.contextNo());
        out.writeLong(tokens);
        out.writeBoolean(finished);
        measured.write(out);
    }

    static CorpusProgress read(DataInput in) throws IOException {
        int key = in.readInt();
        CorpusPlace place = new CorpusPlace(in.readInt(), in.readInt(), in.readInt());
        long tokens = in.readLong();
        boolean finished = in.readBoolean();
        CorpusProgress progress = new CorpusProgress(key, MeasuredBatches.read(in));
        progress.shard(place, tokens, finished);
        return progress;
    }
}
