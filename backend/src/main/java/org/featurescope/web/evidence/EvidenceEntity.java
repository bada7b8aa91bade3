package org.featurescope.web.evidence;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A part of the packed evidence of a feature. */
@Entity
@Immutable
@Table(name = "evidence")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class EvidenceEntity {

    @EmbeddedId
    Key id;

    byte[] bytes;

    @Embeddable
    record Key(int runId, int sourceId, int featureIndex, short part) {}
}
