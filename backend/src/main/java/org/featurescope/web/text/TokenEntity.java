package org.featurescope.web.text;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "token")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class TokenEntity {

    @EmbeddedId
    Key id;

    byte[] bytes;
    boolean special;

    @Embeddable
    record Key(int tokenizerId, int tokenId) {}
}
