package org.featurescope.web.evidence;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ContextRepository extends Repository<ContextEntity, ContextEntity.Key> {

    @Query("select c from ContextEntity c where c.id.contextSetId = :set and c.id.contextNo in :numbers")
    List<ContextEntity> find(int set, Collection<Integer> numbers);

    @Query("select d from DocumentEntity d where d.id.corpusId = :corpus and d.id.documentNo in :numbers")
    List<DocumentEntity> documents(int corpus, Collection<Integer> numbers);
}
