package org.featurescope.web.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.HexFormat;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "model")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class ModelEntity {

    @Id
    int id;

    String name;
    /** Null, like all below, of a model that is known from imports alone. */
    @Nullable String family;

    @Nullable Integer layers;

    @Nullable Integer dModel;

    @Nullable Integer dMlp;

    @Nullable Integer heads;

    @Nullable Integer vocabularySize;

    @Nullable Long parameters;

    @Column(name = "weights_sha256")
    byte @Nullable [] weightsSha256;

    /** In hexadecimal digits. */
    @Nullable String weightsSha256() {
        return weightsSha256 == null ? null : HexFormat.of().formatHex(weightsSha256);
    }
}
