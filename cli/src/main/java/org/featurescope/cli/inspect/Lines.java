package org.featurescope.cli.inspect;

import java.util.List;

/** Text of two columns: what, and how much. */
final class Lines {

    private static final int NAME_WIDTH = 18;

    private final StringBuilder text = new StringBuilder();

    Lines title(String title) {
        text.append(title).append(System.lineSeparator());
        return this;
    }

    Lines add(String name, String value) {
        text.append("  ").append(name).append(" ".repeat(Math.max(1, NAME_WIDTH - name.length())));
        text.append(value).append(System.lineSeparator());
        return this;
    }

    /** Each on a line of its own; "nothing" if there is none. */
    Lines add(String name, List<String> values) {
        if (values.isEmpty()) {
            return add(name, "nothing");
        }
        for (int i = 0; i < values.size(); i++) {
            add(i == 0 ? name : "", values.get(i));
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }
}
