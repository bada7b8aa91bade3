package org.featurescope.web.common;

import java.util.List;
import org.springframework.http.HttpStatus;

/** Ends a request whose page cannot be shown, and says where to go instead. */
public final class PageProblem extends RuntimeException {

    private final transient ProblemPage page;

    private PageProblem(ProblemPage page) {
        super(page.detail());
        this.page = page;
    }

    /**
     * @param detail a sentence that names what was asked for
     * @param helpTitle what the links are, such as "Known models"
     */
    public static PageProblem notFound(String detail, String helpTitle, List<PageLink> links) {
        return of(HttpStatus.NOT_FOUND, detail, helpTitle, links);
    }

    /** For what was there and is not any more. */
    public static PageProblem gone(String detail, String helpTitle, List<PageLink> links) {
        return of(HttpStatus.GONE, detail, helpTitle, links);
    }

    /** For a parameter that cannot be read: {@code detail} names it, its rule and the value given. */
    public static PageProblem badRequest(String detail, String helpTitle, List<PageLink> links) {
        return of(HttpStatus.BAD_REQUEST, detail, helpTitle, links);
    }

    /** For what others serve at such an address and we do not: {@code detail} says why. */
    public static PageProblem notImplemented(String detail, String helpTitle, List<PageLink> links) {
        return of(HttpStatus.NOT_IMPLEMENTED, detail, helpTitle, links);
    }

    /** For any other reason. */
    public static PageProblem of(HttpStatus status, String detail, String helpTitle, List<PageLink> links) {
        return new PageProblem(new ProblemPage(status.value(), status.getReasonPhrase(), detail, helpTitle, links));
    }

    ProblemPage page() {
        return page;
    }
}
