package org.featurescope.web.catalog;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A run that was deleted; its number is never given again. */
@Entity
@Immutable
@Table(name = "retired_run")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
class RetiredRunEntity {

    @Id
    int id;

    String model;
}
