package org.featurescope.pipeline.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.core.FileHash;
import org.featurescope.core.evidence.ContextId;

/**
 * What a corpus is made of. Its name is for people; two corpora of the same content are the same.
 *
 * @param sha256 over those of its files ({@link FileHash})
 * @param files in their order
 */
public record CorpusIdentity(String name, String sha256, List<File> files) {

    /** By key, without sign; then by the rest of the hash. */
    public static final Comparator<CorpusIdentity> ORDER = Comparator.comparing(CorpusIdentity::sha256);

    public CorpusIdentity {
        files = List.copyOf(files);
    }

    /** @param name without its folder */
    public record File(String name, String sha256) {}

    /** Reads the files. */
    static CorpusIdentity of(Corpus corpus) {
        List<File> files = new ArrayList<>();
        for (Path file : corpus.files()) {
            files.add(new File(file.getFileName().toString(), FileHash.sha256(List.of(file))));
        }
        return new CorpusIdentity(
                corpus.name(),
                FileHash.ofHashes(files.stream().map(File::sha256).toList()),
                files);
    }

    /** What stands for it in the ids of its contexts. */
    public int key() {
        return ContextId.corpusKey(sha256);
    }

    /**
     * Makes sure that no text would be counted twice, and that contexts can be told apart.
     *
     * @throws CorpusException if two corpora share a file, or a key
     */
    public static void requireDisjoint(List<CorpusIdentity> corpora) {
        Map<String, CorpusIdentity> byFile = new HashMap<>();
        Map<Integer, CorpusIdentity> byKey = new HashMap<>();
        for (CorpusIdentity corpus : corpora) {
            for (File file : corpus.files()) {
                CorpusIdentity other = byFile.put(file.sha256(), corpus);
                if (other != null && other != corpus) {
                    throw new CorpusException("the corpora \"" + other.name() + "\" and \"" + corpus.name()
                            + "\" both hold the text of " + file.name() + " (sha256 "
                            + file.sha256().substring(0, 12)
                            + "…); corpora of one run must share no file: leave one out");
                }
            }
            CorpusIdentity other = byKey.put(corpus.key(), corpus);
            if (other != null) {
                throw new CorpusException("the corpora \"" + other.name() + "\" and \"" + corpus.name()
                        + "\" have hashes that begin alike (" + corpus.sha256().substring(0, 8)
                        + "), so that their contexts could not be told apart; add an empty line to one of them");
            }
        }
    }
}
