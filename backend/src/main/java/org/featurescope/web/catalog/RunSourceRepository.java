package org.featurescope.web.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Sources as runs see them. Everything that a row leads to is fetched by the same query. */
interface RunSourceRepository extends Repository<RunSourceEntity, RunSourceEntity.Key> {

    String FETCH = """
            select rs from RunSourceEntity rs
            join fetch rs.source s join fetch s.model m left join fetch s.sae
            join fetch rs.run r join fetch r.contextSet c join fetch c.corpus join fetch c.tokenizer
            """;
    String NEWEST = " r.id = (select max(x.run.id) from RunSourceEntity x where x.source = s) ";

    /** Every source that a run has indexed, with its newest run; by model, layer, name. */
    @Query(FETCH + "where" + NEWEST + "order by m.name, s.layer nulls first, s.name")
    List<RunSourceEntity> newest();

    /** The sources of one model, each with its newest run; by layer, name. */
    @Query(FETCH + "where m.name = :model and" + NEWEST + "order by s.layer nulls first, s.name")
    List<RunSourceEntity> newestOfModel(String model);

    @Query(FETCH + "where m.name = :model and s.name = :source and" + NEWEST)
    Optional<RunSourceEntity> newestOfSource(String model, String source);

    @Query(FETCH + "where m.name = :model and s.name = :source and r.id = :run")
    Optional<RunSourceEntity> ofRun(String model, String source, int run);

    /** @param names as {@code model/source} */
    @Query(FETCH + "where concat(m.name, '/', s.name) in :names and" + NEWEST)
    List<RunSourceEntity> newestOf(Collection<String> names);

    @Query(FETCH + "where concat(m.name, '/', s.name) in :names and r.id in :runs")
    List<RunSourceEntity> ofRuns(Collection<String> names, Collection<Integer> runs);

    /** The runs of one source, newest first. */
    @Query(FETCH + "where m.name = :model and s.name = :source order by r.id desc")
    List<RunSourceEntity> allOfSource(String model, String source);

    /** The other sources that a run indexed; by layer, name. */
    @Query(FETCH + "where r.id = :run order by s.layer nulls first, s.name")
    List<RunSourceEntity> allOfRun(int run);
}
