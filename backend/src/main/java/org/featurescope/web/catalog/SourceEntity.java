package org.featurescope.web.catalog;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "source")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class SourceEntity {

    @Id
    int id;

    @ManyToOne
    ModelEntity model;

    String name;
    String kind;

    @Nullable Integer layer;

    @Nullable String hookPoint;

    int features;

    @OneToOne(mappedBy = "source")
    @Nullable SaeEntity sae;
}
