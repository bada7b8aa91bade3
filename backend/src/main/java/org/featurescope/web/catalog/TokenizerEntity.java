package org.featurescope.web.catalog;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "tokenizer")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class TokenizerEntity {

    @Id
    int id;

    byte[] sha256;
}
