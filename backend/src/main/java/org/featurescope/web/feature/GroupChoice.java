package org.featurescope.web.feature;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.SignCase;
import org.jspecify.annotations.Nullable;

/**
 * Which groups of examples an address asks for: {@code top}, {@code intervals}, {@code interval-3}, {@code all} …
 *
 * @param kind null: all kinds
 * @param number null: all groups of the kind
 */
public record GroupChoice(
        @Nullable GroupKind kind, @Nullable Integer number) {

    static final GroupChoice TOP = new GroupChoice(GroupKind.TOP, null);
    static final GroupChoice ALL = new GroupChoice(null, null);

    private static final Pattern ONE_OF_MANY = Pattern.compile("(interval|label)-(0|[1-9][0-9]{0,8})");

    /** What can be asked for, but for single groups. */
    static final List<GroupChoice> WHOLE_KINDS = Stream.concat(
                    Arrays.stream(GroupKind.values()).map(kind -> new GroupChoice(kind, null)), Stream.of(ALL))
            .toList();

    /** Ends in a 400 that lists what is allowed. @param url of the page, for the list */
    public static GroupChoice of(String url, String text) {
        return Look.group(url, text);
    }

    /** @param text of the parameter; empty for a text that {@link #parameter} cannot have made */
    static Optional<GroupChoice> parse(String text) {
        Matcher single = ONE_OF_MANY.matcher(text);
        if (single.matches()) {
            GroupKind kind = single.group(1).equals("label") ? GroupKind.LABEL : GroupKind.INTERVAL;
            return Optional.of(new GroupChoice(kind, Integer.parseInt(single.group(2))));
        }
        return Stream.concat(WHOLE_KINDS.stream(), signCases())
                .filter(choice -> choice.parameter().equals(text))
                .findFirst();
    }

    private static Stream<GroupChoice> signCases() {
        return Arrays.stream(SignCase.values()).map(each -> new GroupChoice(GroupKind.SIGN_CASE, each.ordinal()));
    }

    /** All groups of the kind: numbers of intervals mean something else in the next feature. */
    GroupChoice ofKind() {
        return kind == GroupKind.INTERVAL ? new GroupChoice(kind, null) : this;
    }

    boolean holds(GroupKind otherKind, int otherNumber) {
        return (kind == null || kind == otherKind) && (number == null || number == otherNumber);
    }

    /** Its name in addresses. */
    String parameter() {
        if (kind == null) {
            return "all";
        }
        return number == null ? plural(kind) : name(kind, number);
    }

    static String name(ExampleGroup group) {
        return name(group.kind(), group.number());
    }

    /** The name of one group. */
    static String name(GroupKind kind, int number) {
        return kind.group(number);
    }

    /** The name of all groups of a kind. */
    static String plural(GroupKind kind) {
        return switch (kind) {
            case TOP -> "top";
            case BOTTOM -> "bottom";
            case INTERVAL -> "intervals";
            case RANDOM -> "random";
            case LABEL -> "labels";
            case SIGN_CASE -> "gate";
        };
    }
}
