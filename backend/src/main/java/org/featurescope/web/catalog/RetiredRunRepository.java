package org.featurescope.web.catalog;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface RetiredRunRepository extends Repository<RetiredRunEntity, Integer> {

    Optional<RetiredRunEntity> findById(int id);
}
