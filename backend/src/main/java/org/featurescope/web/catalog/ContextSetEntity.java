package org.featurescope.web.catalog;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "context_set")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class ContextSetEntity {

    @Id
    int id;

    @ManyToOne
    CorpusEntity corpus;

    @ManyToOne
    TokenizerEntity tokenizer;

    int contextTokens;

    @Nullable Integer bosTokenId;
}
