package org.featurescope.web.catalog;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapsId;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A label of the contexts of a run. */
@Entity
@Immutable
@Table(name = "run_label")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class RunLabelEntity {

    @EmbeddedId
    Key id;

    @ManyToOne
    @MapsId("runId")
    RunEntity run;

    short corpusOrdinal;

    @Nullable String name;

    long contexts;
    long tokens;

    @Embeddable
    record Key(int runId, short number) {}
}
