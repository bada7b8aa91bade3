package org.featurescope.web.catalog;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapsId;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A corpus as a run read it. */
@Entity
@Immutable
@Table(name = "run_corpus")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class RunCorpusEntity {

    @EmbeddedId
    Key id;

    @ManyToOne
    @MapsId("runId")
    RunEntity run;

    @ManyToOne
    ContextSetEntity contextSet;

    @Nullable Long contexts;

    @Nullable Long tokens;

    @Embeddable
    record Key(int runId, short ordinal) {}
}
