package org.featurescope.web.catalog;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface ModelRepository extends Repository<ModelEntity, Integer> {

    Optional<ModelEntity> findByName(String name);

    List<ModelEntity> findAllByOrderByName();
}
