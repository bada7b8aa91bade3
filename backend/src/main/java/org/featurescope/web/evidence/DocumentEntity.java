package org.featurescope.web.evidence;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "document")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class DocumentEntity {

    @EmbeddedId
    Key id;

    String externalId;

    @Nullable String title;

    @Nullable String label;

    @Nullable String source;

    @Nullable String licence;

    @Embeddable
    record Key(int corpusId, int documentNo) {}
}
