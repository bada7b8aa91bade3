package org.featurescope.web.common;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Headers of every answer. A page pinned to a run may be kept for a day and is not asked for again meanwhile: its
 * numbers never change, but the page around them may, with the program. Any other page is asked for again each time, and not sent again when its ETag is the same.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class HeadersFilter extends OncePerRequestFilter {

    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** The one kind of page that other sites may show in a frame. */
    private static final Pattern FRAME = Pattern.compile("/[^/]+/[^/]+/[^/]+/embed");

    private static final String CONTENT_SECURITY_POLICY_OF_FRAMES =
            CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean framed = FRAME.matcher(request.getRequestURI()).matches();
        response.setHeader(
                "Content-Security-Policy", framed ? CONTENT_SECURITY_POLICY_OF_FRAMES : CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "strict-origin-when-cross-origin");
        if (Addresses.isForPrograms(request)) {
            response.setHeader("Access-Control-Allow-Origin", "*"); // public, read-only, without cookies
            response.setHeader(
                    "Access-Control-Expose-Headers",
                    "ETag, RateLimit, RateLimit-Policy, Retry-After, Featurescope-Features, Featurescope-Run");
            if (isPreflight(request)) {
                allow(response);
                return;
            }
        }
        boolean pinned = request.getParameter("run") != null;
        response.setHeader("Cache-Control", pinned ? "public, max-age=86400, immutable" : "no-cache");
        chain.doFilter(request, response);
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** Reads are by GET, and by POST where the question is too long for an address. */
    private static void allow(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST");
        response.setHeader("Access-Control-Allow-Headers", "Content-Type, If-None-Match, X-Api-Key");
        response.setHeader("Access-Control-Max-Age", "86400");
        response.setHeader("Cache-Control", "no-cache");
    }
}
