package org.featurescope.web.catalog;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "corpus")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class CorpusEntity {

    @Id
    int id;

    String name;
    byte[] sha256;
}
