package org.featurescope.pipeline.run;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.featurescope.core.evidence.PeakText;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.ScanEvidence;

/** The evidence of all sources, and how far the scan has come, in a file that belongs to one manifest. */
final class EvidenceFile {

    private static final String KIND = "FSEVID01";

    private EvidenceFile() {}

    /** @throws RunFilesException if it cannot be written; a file that was there before stays */
    static void write(Path file, Manifest manifest, ScanEvidence evidence) {
        CheckedFile.write(file, KIND, out -> {
            out.write(HexFormat.of().parseHex(manifest.sha256()));
            evidence.write(out);
        });
    }

    /** Why the file is not whole; empty if it is. */
    static String damage(Path file) {
        return CheckedFile.damage(file, KIND);
    }

    /** @throws RunFilesException if it belongs to another manifest, or was written otherwise */
    static ScanEvidence read(Path file, Manifest manifest, List<FeatureSource> sources, PeakText peakText) {
        return CheckedFile.read(file, in -> {
            requireManifest(in, manifest);
            return ScanEvidence.read(sources, peakText, in);
        });
    }

    private static void requireManifest(DataInputStream in, Manifest manifest) throws IOException {
        byte[] sha256 = CheckedFile.readBytes(in, 32);
        if (!HexFormat.of().formatHex(sha256).equals(manifest.sha256())) {
            throw new IOException("it belongs to another manifest than the one beside it");
        }
    }
}
