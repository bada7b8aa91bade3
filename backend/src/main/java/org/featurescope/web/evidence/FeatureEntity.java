package org.featurescope.web.evidence;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "feature")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class FeatureEntity {

    @EmbeddedId
    Key id;

    long activeTokens;
    float maximum;
    float minimum;
    double mean;
    byte[] histogram;

    @Embeddable
    record Key(int runId, int sourceId, int featureIndex) {}
}
