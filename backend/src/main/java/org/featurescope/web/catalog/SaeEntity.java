package org.featurescope.web.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "sae")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class SaeEntity {

    @Id
    int sourceId;

    @OneToOne
    @MapsId
    SourceEntity source;

    byte[] sha256;
    String format;
    String architecture;
    String activation;
    int dIn;

    @Nullable Integer dOut;

    String outputHookPoint;
    String normalisation;
    boolean centred;
    String decoderNorm;

    @Column(name = "declared_l0")
    @Nullable Double declaredL0;

    @Nullable String declaredModel;

    String options;
    String[] remarks;
}
