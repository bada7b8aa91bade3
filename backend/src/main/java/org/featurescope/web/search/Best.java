package org.featurescope.web.search;

import java.util.List;
import java.util.PriorityQueue;

/** The best of many candidates: as many as the pages of a search can show. */
final class Best {

    static final int MOST = SearchRequest.LAST_PAGE * SearchPages.RESULTS_OF_A_PAGE;

    private final PriorityQueue<Candidate> worstFirst = new PriorityQueue<>(Candidate.BEST_FIRST.reversed());
    private long offered;

    void offer(Candidate candidate) {
        offered++;
        if (worstFirst.size() < MOST) {
            worstFirst.add(candidate);
        } else if (Candidate.BEST_FIRST.compare(candidate, worstFirst.peek()) < 0) {
            worstFirst.poll();
            worstFirst.add(candidate);
        }
    }

    long offered() {
        return offered;
    }

    boolean isFull() {
        return worstFirst.size() == MOST;
    }

    List<Candidate> list() {
        return worstFirst.stream().sorted(Candidate.BEST_FIRST).toList();
    }
}
