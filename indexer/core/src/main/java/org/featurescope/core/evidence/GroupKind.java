package org.featurescope.core.evidence;

import java.util.Locale;

/** Ways in which examples are chosen. Codes are stored, and never change. */
public enum GroupKind {
    /** Contexts with the largest maxima above 0. */
    TOP(0),
    /** Contexts with the smallest minima below 0, in signed sources. */
    BOTTOM(1),
    /** Contexts sampled uniformly from those whose maximum falls in one range; its number counts ranges from 0, the lowest. */
    INTERVAL(2),
    /** Contexts sampled uniformly from all. */
    RANDOM(3),
    /** Contexts of one label with the largest maxima above 0; its number is that of the label in the run. */
    LABEL(4),
    /** Of gated neurons, contexts with the largest magnitude in one {@link SignCase}; its number is the case's ordinal. */
    SIGN_CASE(5);

    private final int code;

    GroupKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The name of a group of this kind, as addresses, JSON and tables have it: {@code top}, {@code interval-3}. */
    public String group(int number) {
        return switch (this) {
            case TOP, BOTTOM, RANDOM -> name().toLowerCase(Locale.ROOT);
            case INTERVAL, LABEL -> name().toLowerCase(Locale.ROOT) + "-" + number;
            case SIGN_CASE ->
                SignCase.values()[number].name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }

    /** @throws IllegalArgumentException for a code that no kind has */
    public static GroupKind ofCode(int code) {
        for (GroupKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no group of examples has the code " + code);
    }
}
