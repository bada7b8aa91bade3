package org.featurescope.web.evidence;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface EvidenceRepository extends Repository<EvidenceEntity, EvidenceEntity.Key> {

    /** All that is kept of one feature, in its order. */
    @Query("""
            select e.bytes from EvidenceEntity e
            where e.id.runId = :run and e.id.sourceId = :source and e.id.featureIndex = :index
            order by e.id.part
            """)
    List<byte[]> ofFeature(int run, int source, int index);

    /**
     * All parts of features of any runs and sources, those of a feature in their order, once even if it is asked for twice. The arrays
     * are equally long.
     */
    @Query(nativeQuery = true, value = """
            select e.* from (select distinct * from
                unnest(cast(:runs as integer[]), cast(:sources as integer[]), cast(:indexes as integer[]))
                  as w (run_id, source_id, feature_index)) w
            join evidence e using (run_id, source_id, feature_index)
            order by e.part
            """)
    List<EvidenceEntity> all(int[] runs, int[] sources, int[] indexes);
}
