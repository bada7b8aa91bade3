package org.featurescope.web.source;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.evidence.Cursor;
import org.featurescope.web.evidence.ListOrder;
import org.featurescope.web.evidence.ListOrder.Sort;
import org.jspecify.annotations.Nullable;

/**
 * What the address of a list asks for.
 *
 * @param run text of the parameter: a run to pin; null: the newest, or the one that the cursor holds
 */
record SourceRequest(
        String model,
        String source,
        ListOrder order,
        @Nullable Cursor after,
        @Nullable String run) {

    /** Reads the parameters, each null when missing; ends in a 400 that lists what is allowed. */
    static SourceRequest of(
            String model,
            String source,
            @Nullable String sort,
            @Nullable String order,
            @Nullable String after,
            @Nullable String run) {
        Sort by = sort == null ? Sort.INDEX : sort(model, source, sort);
        boolean descending = order == null ? by.usuallyDescending() : descending(model, source, order);
        ListOrder listOrder = new ListOrder(by, descending);
        Cursor cursor = after == null ? null : cursor(model, source, listOrder, after, run);
        return new SourceRequest(model, source, listOrder, cursor, run);
    }

    private static Sort sort(String model, String source, String text) {
        return Arrays.stream(Sort.values())
                .filter(sort -> sort.parameter().equals(text))
                .findFirst()
                .orElseThrow(() -> PageProblem.badRequest(
                        "sort must be index, density or max, got " + text + ".",
                        "Known orders",
                        orders(model, source)));
    }

    private static boolean descending(String model, String source, String text) {
        return switch (text) {
            case "asc" -> false;
            case "desc" -> true;
            default ->
                throw PageProblem.badRequest(
                        "order must be asc or desc, got " + text + ".", "Known orders", orders(model, source));
        };
    }

    private static Cursor cursor(String model, String source, ListOrder order, String token, @Nullable String run) {
        return parsed(token)
                .filter(cursor -> cursor.order().equals(order))
                .filter(cursor -> run == null || run.equals(String.valueOf(cursor.run())))
                .orElseThrow(() -> PageProblem.badRequest(
                        "after must be a token from a link of this very list, got " + token + ".",
                        "First pages",
                        orders(model, source)));
    }

    private static Optional<Cursor> parsed(String token) {
        try {
            return Optional.of(Cursor.parse(token));
        } catch (IllegalArgumentException notACursor) {
            return Optional.empty();
        }
    }

    private static List<PageLink> orders(String model, String source) {
        return Arrays.stream(Sort.values())
                .flatMap(sort -> Stream.of(true, false).map(descending -> new ListOrder(sort, descending)))
                .map(order -> new PageLink(
                        order.sort().parameter() + ", " + order.direction(),
                        SourceLinks.list(Links.source(model, source), order)))
                .toList();
    }
}
