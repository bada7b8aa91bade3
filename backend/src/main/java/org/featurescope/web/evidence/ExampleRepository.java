package org.featurescope.web.evidence;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ExampleRepository extends Repository<ExampleEntity, ExampleEntity.Key> {

    /** All examples of one feature, by group and rank. */
    @Query("""
            select e from ExampleEntity e
            where e.id.runId = :run and e.id.sourceId = :source and e.id.featureIndex = :index
            order by e.id.evidenceGroup, e.id.rank
            """)
    List<ExampleEntity> ofFeature(int run, int source, int index);

    /** The first example of one group for each of some features, in any order. */
    @Query("""
            select e from ExampleEntity e
            where e.id.runId = :run and e.id.sourceId = :source and e.id.featureIndex in :indexes
              and e.id.evidenceGroup = :group and e.id.rank = 1
            """)
    List<ExampleEntity> first(int run, int source, Collection<Integer> indexes, short group);
}
