package org.featurescope.pipeline.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.LookupTokens;
import org.featurescope.core.evidence.PeakText;

/**
 * All that a scan knows: the evidence of each source, and how far each corpus has been read. It is whole after each shard; what it
 * writes then is enough to go on, in another process, as if nothing had happened.
 */
public final class ScanEvidence {

    private final List<SourceEvidence> sources;
    private final List<CorpusProgress> corpora = new ArrayList<>();
    private ScanTimes times = ScanTimes.NONE;

    private ScanEvidence(List<SourceEvidence> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Of a scan that has not begun.
     *
     * @param hookPoints all of the model
     * @param lookupTokens the tokens of the token lookup
     * @param peakText tells near-duplicates
     */
    public static ScanEvidence empty(
            List<FeatureSource> sources,
            Set<HookPoint> hookPoints,
            EvidenceSettings settings,
            LookupTokens lookupTokens,
            PeakText peakText) {
        return new ScanEvidence(sources.stream()
                .map(source -> SourceEvidence.empty(source, hookPoints, settings, lookupTokens, peakText))
                .toList());
    }

    /** In the order of the scan. */
    public List<SourceEvidence> sources() {
        return sources;
    }

    /** In the order of their keys, without sign. */
    public List<CorpusProgress> corpora() {
        return List.copyOf(corpora);
    }

    /** The progress of a corpus, which begins if it is new. */
    public CorpusProgress corpus(int key) {
        return corpora.stream()
                .filter(corpus -> corpus.key() == key)
                .findFirst()
                .orElseGet(() -> begin(new CorpusProgress(key)));
    }

    private CorpusProgress begin(CorpusProgress corpus) {
        corpora.add(corpus);
        corpora.sort(Comparator.comparing(CorpusProgress::key, Integer::compareUnsigned));
        return corpus;
    }

    public long contexts() {
        return corpora.stream().mapToLong(CorpusProgress::contexts).sum();
    }

    public long tokens() {
        return corpora.stream().mapToLong(CorpusProgress::tokens).sum();
    }

    public ScanTimes times() {
        return times;
    }

    void add(ScanTimes more) {
        times = times.plus(more);
    }

    /**
     * Adds what another scan of the same sources found, which stays as it is.
     *
     * @throws IllegalArgumentException if both have read the same corpus
     */
    public void merge(ScanEvidence other) {
        for (CorpusProgress corpus : other.corpora) {
            if (corpora.stream().anyMatch(known -> known.key() == corpus.key())) {
                throw new IllegalArgumentException(
                        "the corpus with the key " + Integer.toHexString(corpus.key()) + " would be counted twice");
            }
        }
        other.corpora.forEach(this::begin);
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).merge(other.sources.get(i));
        }
        times = times.plus(other.times);
    }

    /** What the evidence says of SAEs that look wrongly read is in here too. */
    public ScanResult result() {
        Map<FeatureSource, EvidenceCollector> evidence = new LinkedHashMap<>();
        sources.forEach(source -> evidence.put(source.source(), source.collector()));
        return new ScanResult(
                evidence,
                fidelity(),
                contexts(),
                tokens(),
                times.elapsed(),
                times.forward(),
                times.encoding(),
                times.collecting());
    }

    /** Of each SAE, once a token has been counted. */
    public Map<SaeSource, Fidelity> fidelity() {
        Map<SaeSource, Fidelity> fidelity = new LinkedHashMap<>();
        for (SourceEvidence source : sources) {
            if (source.source() instanceof SaeSource sae) {
                source.fidelity().ifPresent(measured -> fidelity.put(sae, measured));
            }
        }
        return fidelity;
    }

    /** @throws SuspectSaeException if an SAE looks wrongly read */
    public void refuseSuspects() {
        Suspects.refuse(fidelity());
    }

    public void write(DataOutput out) throws IOException {
        times.write(out);
        out.writeInt(corpora.size());
        for (CorpusProgress corpus : corpora) {
            corpus.write(out);
        }
        out.writeInt(sources.size());
        for (SourceEvidence source : sources) {
            source.write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param sources the same, in the same order
     * @throws IOException also if they were others
     */
    public static ScanEvidence read(List<FeatureSource> sources, PeakText peakText, DataInput in) throws IOException {
        ScanTimes times = ScanTimes.read(in);
        List<CorpusProgress> corpora = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            corpora.add(CorpusProgress.read(in));
        }
        int written = in.readInt();
        if (written != sources.size()) {
            throw new IOException("evidence of " + sources.size() + " sources expected, got that of " + written);
        }
        List<SourceEvidence> evidence = new ArrayList<>();
        for (FeatureSource source : sources) {
            evidence.add(SourceEvidence.read(source, peakText, in));
        }
        ScanEvidence scan = new ScanEvidence(evidence);
        corpora.forEach(scan::begin);
        scan.times = times;
        return scan;
    }
}
