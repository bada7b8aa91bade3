package org.featurescope.web.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapsId;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

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

    @Nullable Double fvu;

    @Nullable Long fvuTokens;

    @Column(name = "mean_l0")
    @Nullable Double meanL0;

    @Nullable Integer deadFeatures;

    @Nullable String suspicion;

    String[] remarks;

    Integer @Nullable [] densityProfile;

    @Embeddable
    record Key(int runId, int sourceId) {}
}
