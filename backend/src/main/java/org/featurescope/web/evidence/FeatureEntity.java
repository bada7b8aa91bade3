package org.featurescope.web.evidence;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

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

    @Nullable Long activeContexts;

    @Nullable Double standardDeviation;

    @Nullable Double skewness;

    @Nullable Double kurtosis;

    @Nullable Double lookupShare;

    @Nullable Double inputNorm;

    @Nullable Double outputNorm;

    @Nullable Double inputOutputCosine;

    /** By the number of the label. */
    @Nullable Float @Nullable [] auc;

    @Embeddable
    record Key(int runId, int sourceId, int featureIndex) {}
}
