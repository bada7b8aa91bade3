package org.featurescope.web.guard;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What a request may hold at most, whatever it is for. Controllers have bounds of their own below these. How long an address may be,
 * the server decides ({@code server.max-http-request-header-size}).
 */
@Component
final class RequestBounds {

    static final int MOST_VALUES = 150;
    static final int LONGEST_VALUE = 2_048;
    static final int LARGEST_BODY = 262_144;

    private static final List<PageLink> HOME = List.of(new PageLink(Words.of("problem.models"), Links.home()));

    void check(HttpServletRequest request) {
        body(request);
        if (request.getContentLengthLong() <= 0) { // parameters in a body are the controller's
            parameters(request.getParameterMap());
        }
    }

    private static void body(HttpServletRequest request) {
        if (request.getContentLengthLong() > LARGEST_BODY) {
            throw PageProblem.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    Words.of(
                            "problem.large",
                            Numbers.count(LARGEST_BODY),
                            Numbers.count(request.getContentLengthLong())),
                    Words.of("problem.start"),
                    HOME);
        }
        if (request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null) {
            throw PageProblem.of(
                    HttpStatus.LENGTH_REQUIRED, Words.of("problem.length"), Words.of("problem.start"), HOME);
        }
    }

    private static void parameters(Map<String, String[]> parameters) {
        int values = parameters.values().stream().mapToInt(each -> each.length).sum();
        if (values > MOST_VALUES) {
            throw PageProblem.badRequest(
                    Words.of("problem.parameters", String.valueOf(MOST_VALUES), String.valueOf(values)),
                    Words.of("problem.start"),
                    HOME);
        }
        parameters.forEach((name, all) -> Arrays.stream(all)
                .mapToInt(String::length)
                .filter(length -> length > LONGEST_VALUE)
                .forEach(length -> {
                    throw PageProblem.badRequest(
                            Words.of(
                                    "problem.long",
                                    shortened(name),
                                    Numbers.count(LONGEST_VALUE),
                                    Numbers.count(length)),
                            Words.of("problem.start"),
                            HOME);
                }));
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
