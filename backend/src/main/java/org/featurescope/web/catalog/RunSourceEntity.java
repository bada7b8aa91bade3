package org.featurescope.web.catalog;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapsId;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** Says that a run holds evidence of a source. */
@Entity
@Immutable
@Table(name = "run_source")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class RunSourceEntity {

    @EmbeddedId
    Key id;

    @ManyToOne
    @MapsId("runId")
    RunEntity run;

    @ManyToOne
    @MapsId("sourceId")
    SourceEntity source;

    @Embeddable
    record Key(int runId, int sourceId) {}
}
