package org.featurescope.web.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.featurescope.db.format.TokenIdFormat;
import org.featurescope.web.corpus.CorpusRepository.ContextRow;
import org.featurescope.web.text.ContextText;
import org.featurescope.web.text.Piece;
import org.featurescope.web.text.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * The text of a document, put together from its contexts: those that follow one another are read as one, so that a character which
 * is cut at the end of a context is whole.
 */
final class DocumentText {

    /** Where a context begins: at which passage, and at which of its tokens; {@code special} tokens in front are left out. */
    private record Start(int passage, int token, int special) {}

    /**
     * @param missingBefore tokens that are not stored
     * @param starts token at which each context begins, by its number
     */
    record Passage(int firstToken, int missingBefore, Map<Integer, Integer> starts, List<Piece> pieces) {

        String text() {
            return pieces.stream().map(Piece::text).collect(Collectors.joining());
        }
    }

    private final List<Passage> passages = new ArrayList<>();
    private final Map<Integer, Start> starts = new HashMap<>();

    private DocumentText() {}

    /** @param expected the token that the first context should start with; -1: any */
    static DocumentText of(List<ContextRow> contexts, Vocabulary vocabulary, int expected) {
        DocumentText text = new DocumentText();
        List<Integer> tokens = new ArrayList<>();
        Map<Integer, Integer> begins = new HashMap<>();
        int first = 0;
        int missing = 0;
        int next = expected;
        for (ContextRow context : contexts) {
            int[] ids = TokenIdFormat.decode(context.tokenIds());
            int special = specialInFront(ids, vocabulary);
            if (tokens.isEmpty() || context.firstToken() != next) {
                text.add(first, missing, begins, tokens, vocabulary);
                tokens = new ArrayList<>();
                begins = new HashMap<>();
                first = context.firstToken();
                missing = next < 0 ? 0 : Math.max(0, first - next);
            }
            text.starts.put(context.contextNo(), new Start(text.passages.size(), tokens.size(), special));
            begins.put(context.contextNo(), tokens.size());
            for (int i = special; i < ids.length; i++) {
                tokens.add(ids[i]);
            }
            next = context.firstToken() + ids.length - special;
        }
        text.add(first, missing, begins, tokens, vocabulary);
        return text;
    }

    private static int specialInFront(int[] ids, Vocabulary vocabulary) {
        return (int) IntStream.of(ids).takeWhile(vocabulary::isSpecial).count();
    }

    private void add(
            int first, int missing, Map<Integer, Integer> begins, List<Integer> tokens, Vocabulary vocabulary) {
        if (!tokens.isEmpty()) {
            int[] ids = tokens.stream().mapToInt(Integer::intValue).toArray();
            List<Piece> pieces =
                    ContextText.of(vocabulary, ids, new float[ids.length]).pieces();
            passages.add(new Passage(first, missing, Map.copyOf(begins), pieces));
        }
    }

    List<Passage> passages() {
        return passages;
    }

    /** The piece at a position of a context; null: that context is not here. */
    @Nullable Piece piece(int context, int position) {
        Start start = starts.get(context);
        if (start == null || position < start.special) {
            return null;
        }
        int token = start.token + position - start.special;
        List<Piece> pieces = passages.get(start.passage).pieces();
        int at = Collections.binarySearch(pieces.stream().map(Piece::firstToken).toList(), token);
        return pieces.get(at >= 0 ? at : -at - 2);
    }
}
