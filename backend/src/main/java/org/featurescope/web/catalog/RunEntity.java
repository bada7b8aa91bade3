package org.featurescope.web.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "run")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class RunEntity {

    @Id
    int id;

    String name;

    @ManyToOne
    ContextSetEntity contextSet;

    /** Null: indexed; the four below are null only of an import. */
    @Nullable String origin;

    @Nullable Long contexts;

    @Nullable Long tokens;

    long nonFinite;

    @Column(name = "top_k")
    @Nullable Integer topK;

    @Nullable Long maxTokens;

    @Nullable Integer batchContexts;

    @Nullable String dtype;

    @Nullable String device;

    String programVersion;
    double seconds;
    Instant publishedAt;

    @Nullable String manifest;

    boolean documentFeatures;

    @Nullable Integer intervals;

    @Nullable Integer intervalSamples;

    @Nullable Integer randomSamples;

    @Column(name = "label_top_k")
    @Nullable Integer labelTopK;

    @Nullable Long seed;

    @Nullable String nonFiniteSource;

    @Nullable Short nonFiniteCorpus;

    @Nullable Integer nonFiniteContext;

    @Nullable Integer nonFinitePosition;

    @Nullable Integer nonFiniteFeature;

    @OneToMany(mappedBy = "run")
    @OrderBy("id.ordinal")
    List<RunCorpusEntity> corpora;

    @OneToMany(mappedBy = "run")
    @OrderBy("id.number")
    List<RunLabelEntity> labels;
}
