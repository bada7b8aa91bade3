package org.featurescope.web.label;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.PageSize;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * What the address asks for.
 *
 * @param label as addresses name it; null: none is chosen
 * @param run whose labels; null: of the newest run of each source
 * @param kind of sources; null: of all
 * @param limit features of a page
 */
record LabelRequest(
        String model,
        @Nullable String run,
        @Nullable String label,
        @Nullable String kind,
        boolean descending,
        int limit,
        @Nullable LabelCursor after) {

    static final List<String> KINDS = List.of("mlp", "hook", "sae", "transcoder");

    /** Reads the parameters, each null when missing; ends in a 400 that says what is allowed. */
    static LabelRequest of(
            String model,
            @Nullable String run,
            @Nullable String label,
            @Nullable String kind,
            @Nullable String order,
            @Nullable String limit,
            @Nullable String after) {
        String wanted = label == null || label.isBlank() ? null : label;
        String url = wanted == null ? Links.labels(model) : Links.label(model, wanted);
        if (kind != null && !KINDS.contains(kind)) {
            throw PageProblem.badRequest(
                    Words.of("problem.one", "kind", String.join(", ", KINDS), kind),
                    Words.of("problem.values", "kind"),
                    KINDS.stream()
                            .map(each -> new PageLink(each, Links.with(url, "kind", each)))
                            .toList());
        }
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw PageProblem.badRequest(
                    Words.of("problem.either", "order", "asc", "desc", order),
                    Words.of("problem.values", "order"),
                    List.of(new PageLink("desc", url), new PageLink("asc", Links.with(url, "order", "asc"))));
        }
        LabelCursor cursor = after == null
                ? null
                : parsed(after)
                        .orElseThrow(() -> PageProblem.badRequest(
                                Words.of("problem.after", after),
                                Words.of("problem.first"),
                                List.of(new PageLink(Words.of("problem.list"), url))));
        return new LabelRequest(model, run, wanted, kind, !"asc".equals(order), PageSize.of(limit, url), cursor);
    }

    private static Optional<LabelCursor> parsed(String token) {
        try {
            return Optional.of(LabelCursor.parse(token));
        } catch (IllegalArgumentException notACursor) {
            return Optional.empty();
        }
    }

    /** The run that the address asks for, if it is a number. */
    OptionalInt pin() {
        return run != null && run.matches("[1-9][0-9]{0,8}")
                ? OptionalInt.of(Integer.parseInt(run))
                : OptionalInt.empty();
    }

    /** The page of all labels, in the same run. */
    String labels() {
        return Links.pinned(Links.labels(model), pin());
    }

    /** The page of one, in the same run. */
    String label(String key) {
        return Links.pinned(Links.label(model, key), pin());
    }

    boolean holds(String sourceKind) {
        return kind == null || kind.equals(sourceKind);
    }

    /** The JSON of a page of the same list. @param cursor null: the first */
    String page(String url, @Nullable LabelCursor cursor) {
        return PageSize.on(on(url, kind, descending, cursor), limit);
    }

    /** Its parameters on an address of the label; what is usual is left out. */
    String on(String url, @Nullable String otherKind, boolean descends, @Nullable LabelCursor cursor) {
        String address = otherKind == null ? url : Links.with(url, "kind", otherKind);
        address = descends ? address : Links.with(address, "order", "asc");
        return cursor == null ? address : Links.with(address, "after", cursor.token());
    }
}
