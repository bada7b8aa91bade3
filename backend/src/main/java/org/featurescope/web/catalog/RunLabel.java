package org.featurescope.web.catalog;

import java.util.List;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What sort of text some contexts of a run are.
 *
 * @param number in the run, from 0
 * @param corpus its name: the same word in two corpora is two labels
 * @param label null: the corpus does not say
 * @param contexts with at least one counted token
 * @param tokens counted
 */
public record RunLabel(int number, String corpus, @Nullable String label, long contexts, long tokens) {

    /** In addresses, the label of contexts without one. */
    private static final String NO_LABEL = "(none)";

    /** Whether an address means it: by its name, or by corpus and name. */
    public boolean isCalled(String key) {
        return key.equals(name())
                || key.equals(corpus + "/" + name())
                || key.equals(label)
                || key.equals(corpus + "/" + label);
    }

    /** Its number stands for a name that hides or turns text. */
    private String name() {
        return label == null ? NO_LABEL : title().equals(label) ? label : "#" + number;
    }

    /** Its name in addresses: with its corpus where another label of the run has the same. */
    String key(List<RunLabel> all) {
        boolean unique =
                all.stream().filter(other -> other.name().equals(name())).count() == 1;
        return unique ? name() : corpus + "/" + name();
    }

    /** Its name on pages, where nothing in it hides or directs text. */
    public String title() {
        return label == null ? "no label" : VisibleText.inLine(label);
    }
}
