package org.featurescope.web.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "model")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class ModelEntity {

    @Id
    int id;

    String name;
    String family;
    int layers;
    int dModel;
    int dMlp;
    int heads;
    int vocabularySize;
    long parameters;

    @Column(name = "weights_sha256")
    byte[] weightsSha256;
}
