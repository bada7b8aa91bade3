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

    /** Null, like the four below, of an imported feature whose file does not say. */
    @Nullable Long activeTokens;

    @Nullable Float maximum;

    @Nullable Float minimum;

    @Nullable Double mean;

    byte @Nullable [] histogram;

    @Nullable Double density;

    byte @Nullable [] bars;

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

    /** Whether it is above 0 anywhere. */
    boolean isActive() {
        return maximum != null && maximum > 0;
    }

    @Embeddable
    record Key(int runId, int sourceId, int featureIndex) {}
}
