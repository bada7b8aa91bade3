package org.featurescope.web.evidence;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "context")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class ContextEntity {

    @EmbeddedId
    Key id;

    int documentNo;
    byte[] tokenIds;

    @Embeddable
    record Key(int contextSetId, int contextNo) {}
}
