package org.featurescope.web.evidence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spring Data finds this class by its name. */
final class FeatureListImpl implements FeatureList {

    private static final String INDEX = "f.id.featureIndex";

    private final EntityManager entities;

    FeatureListImpl(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public List<FeatureEntity> list(int run, int source, ListOrder order, @Nullable Cursor after, int limit) {
        boolean descending = order.descending() != (after != null && after.backward());
        String comparison = descending ? " < " : " > ";
        String direction = descending ? " desc" : " asc";
        String key = key(order.sort());
        // The index goes the way of the key, so that the database reads one index from end to end.
        String hql = "select f from FeatureEntity f where f.id.runId = :run and f.id.sourceId = :source"
                + (after == null ? "" : " and (" + key + ", " + INDEX + ")" + comparison + "(:key, :index)")
                + (" order by " + key + direction + ", " + INDEX + direction);
        TypedQuery<FeatureEntity> query = entities.createQuery(hql, FeatureEntity.class)
                .setParameter("run", run)
                .setParameter("source", source)
                .setMaxResults(limit);
        if (after != null) {
            query.setParameter("key", after.key()).setParameter("index", after.index());
        }
        return query.getResultList();
    }

    private static String key(ListOrder.Sort sort) {
        return switch (sort) {
            case INDEX -> INDEX;
            case DENSITY -> "f.activeTokens";
            case MAX -> "f.maximum";
        };
    }
}
