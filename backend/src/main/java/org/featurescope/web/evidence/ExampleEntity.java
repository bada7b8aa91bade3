package org.featurescope.web.evidence;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "example")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class ExampleEntity {

    @EmbeddedId
    Key id;

    int contextNo;
    short peakPosition;
    float peak;
    byte[] activations;

    @Embeddable
    record Key(int runId, int sourceId, int featureIndex, short evidenceGroup, short rank) {}
}
