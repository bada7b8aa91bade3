package org.featurescope.web.common;

import java.util.List;

/**
 * A page that could not be shown.
 *
 * @param title the name of the status, such as "Not Found"
 * @param detail a sentence for people
 * @param helpTitle what the links are; empty when there are none
 */
public record ProblemPage(int status, String title, String detail, String helpTitle, List<PageLink> links) {

    public ProblemPage {
        links = List.copyOf(links);
    }
}
