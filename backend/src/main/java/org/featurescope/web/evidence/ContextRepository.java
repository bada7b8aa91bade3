package org.featurescope.web.evidence;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ContextRepository extends Repository<ContextEntity, ContextEntity.Key> {

    /**
     * Contexts with their documents, in any order; those that are not stored are missing. The arrays are equally long.
     *
     * @param sets keys of context sets
     * @param corpora keys of their corpora
     * @param numbers of the contexts
     * @param whole whether the tokens of the context are wanted, or its document alone
     * @return rows that {@link StoredContext#of} reads
     */
    @Query(nativeQuery = true, value = """
            select c.context_set_id, c.context_no, c.document_no, c.first_token, case when w.whole then c.token_ids end,
              d.external_id, d.title, d.label, d.source, d.licence
            from unnest(cast(:sets as integer[]), cast(:corpora as integer[]), cast(:numbers as integer[]),
                cast(:whole as boolean[])) as w (set_id, corpus_id, context_no, whole)
            join context c on c.context_set_id = w.set_id and c.context_no = w.context_no
            join document d on d.corpus_id = w.corpus_id and d.document_no = c.document_no
            """)
    List<Object[]> find(int[] sets, int[] corpora, int[] numbers, boolean[] whole);

    /** What is stored of a document between two contexts, both included: rows of number, first token and text, in order. */
    @Query(nativeQuery = true, value = """
            select c.context_no, c.first_token, c.text from context c
            where c.context_set_id = :set and c.context_no between :from and :to and c.document_no = :document
            order by c.context_no
            """)
    List<Object[]> ofDocument(int set, int document, int from, int to);
}
