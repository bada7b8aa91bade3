package org.featurescope.web.corpus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.featurescope.web.corpus.CorpusRepository.LicenceRow;
import org.featurescope.web.corpus.CorpusRepository.RunRow;
import org.springframework.stereotype.Component;

/**
 * How many documents of a corpus have which licence. Counting looks at every document that is stored, and those change only when
 * a run of the corpus comes or goes, so what was counted is kept for as long as the same runs are there. For any thread.
 */
@Component
class Licences {

    /** More corpora than are looked at between two runs; beyond, all is forgotten. */
    private static final int MOST_CORPORA = 256;

    private record Key(int corpus, List<Integer> runs) {}

    private final CorpusRepository rows;
    private final Map<Key, List<LicenceRow>> counted = new ConcurrentHashMap<>();

    Licences(CorpusRepository rows) {
        this.rows = rows;
    }

    /** The most frequent first. @param runs of the corpus, all there are */
    List<LicenceRow> of(int corpus, List<RunRow> runs) {
        if (counted.size() > MOST_CORPORA) {
            counted.clear();
        }
        return counted.computeIfAbsent(
                new Key(corpus, runs.stream().map(RunRow::run).toList()), key -> rows.licences(corpus));
    }
}
