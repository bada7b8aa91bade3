package org.featurescope.web.evidence;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface FeatureRepository extends Repository<FeatureEntity, FeatureEntity.Key> {

    @Query("""
            select f from FeatureEntity f
            where f.id.runId = :run and f.id.sourceId = :source and f.id.featureIndex = :index
            """)
    Optional<FeatureEntity> find(int run, int source, int index);

    /** Features of any runs and sources, in any order. The arrays are equally long. */
    @Query(nativeQuery = true, value = """
            select f.* from unnest(cast(:runs as integer[]), cast(:sources as integer[]), cast(:indexes as integer[]))
              as w (run_id, source_id, feature_index)
            join feature f using (run_id, source_id, feature_index)
            """)
    List<FeatureEntity> findAll(int[] runs, int[] sources, int[] indexes);

    @Query("""
            select count(*) > 0 from FeatureEntity f
            where f.id.runId = :run and f.id.sourceId = :source and f.id.featureIndex = :index and f.maximum > 0
            """)
    boolean isActive(int run, int source, int index);

    /** The features of an import before and after another one, which may be further away than one: null where there is none. */
    @Query(nativeQuery = true, value = """
            select (select max(feature_index) from feature where run_id = :run and source_id = :source and feature_index < :index),
              (select min(feature_index) from feature where run_id = :run and source_id = :source and feature_index > :index)
            """)
    List<Object[]> beside(int run, int source, int index);

    /** The n-th feature of a source by index, counted from 0; a source may have gaps. */
    @Query("""
            select f.id.featureIndex from FeatureEntity f
            where f.id.runId = :run and f.id.sourceId = :source
            order by f.id.featureIndex limit 1 offset :n
            """)
    Optional<Integer> nth(int run, int source, long n);

    @Query("select count(*) from FeatureEntity f where f.id.runId = :run and f.id.sourceId = :source")
    long count(int run, int source);
}
