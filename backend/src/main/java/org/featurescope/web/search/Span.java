package org.featurescope.web.search;

/** Some characters of a text. @param end behind the last */
record Span(int start, int end) {

    boolean meets(int from, int to) {
        return start < to && from < end;
    }
}
