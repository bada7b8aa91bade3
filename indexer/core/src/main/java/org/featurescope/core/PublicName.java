package org.featurescope.core;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The rule for names that stand in addresses: of models and of sources. */
public final class PublicName {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9._-]+");

    /** First segments that the site needs for itself. */
    private static final Set<String> RESERVED =
            Set.of("api", "assets", "compare", "error", "health", "index", "random", "search");

    private PublicName() {}

    /**
     * Returns the name if it may stand in an address.
     *
     * @param what whose name it is, for the message
     * @param remedy the option that gives another name, for the message
     * @throws IllegalArgumentException if it holds other characters, is reserved, or ends like a file of the site
     */
    public static String require(String what, String name, String remedy) {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " must be lower-case letters, digits, '.', '_' or '-', got \""
                    + name + "\"; give another with " + remedy);
        }
        if (RESERVED.contains(name) || name.startsWith(".") || name.endsWith(".json")) {
            throw new IllegalArgumentException(
                    what + " \"" + name + "\" is an address of the site itself; give another with " + remedy);
        }
        return name;
    }

    /** Makes a name of a file or folder name: lower case, every run of other characters a hyphen. */
    public static String from(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[.-]+|-+$", "");
    }
}
