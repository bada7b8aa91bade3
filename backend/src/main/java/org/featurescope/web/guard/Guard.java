package org.featurescope.web.guard;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.featurescope.web.common.Cost;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.featurescope.web.guard.RateLimit.Taken;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Looks at each request before a controller does, and turns away what asks too much or too often. */
@Component
final class Guard implements HandlerInterceptor {

    private static final List<PageLink> HOME = List.of(new PageLink(Words.of("problem.models"), Links.home()));

    private final RequestBounds bounds;
    private final ClientAddress clients;
    private final RateLimit limit;

    Guard(RequestBounds bounds, ClientAddress clients, RateLimit limit) {
        this.bounds = bounds;
        this.clients = clients;
        this.limit = limit;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST && handler instanceof HandlerMethod method) {
            limit(request, response, cost(method));
            bounds.check(request);
        }
        return true;
    }

    private static int cost(HandlerMethod method) {
        Cost cost = method.getMethodAnnotation(Cost.class);
        if (cost == null) {
            cost = ofClass(method.getBeanType());
        }
        return cost == null ? Cost.PAGE : cost.value();
    }

    private static @Nullable Cost ofClass(Class<?> controller) {
        return AnnotatedElementUtils.findMergedAnnotation(controller, Cost.class);
    }

    private void limit(HttpServletRequest request, HttpServletResponse response, int cost) {
        Optional<String> client = limit.isOn() && cost > 0 ? clients.of(request) : Optional.empty();
        if (client.isEmpty()) {
            return;
        }
        Taken taken = limit.take(client.get(), cost);
        response.setHeader("RateLimit-Policy", limit.policy());
        response.setHeader("RateLimit", "\"pages\";r=" + taken.left() + ";t=" + taken.resetSeconds());
        if (!taken.allowed()) {
            response.setHeader("Retry-After", Long.toString(taken.retrySeconds()));
            throw PageProblem.of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    Words.of(
                            taken.retrySeconds() == 1 ? "problem.often.second" : "problem.often",
                            Long.toString(taken.retrySeconds())),
                    Words.of("problem.meanwhile"),
                    HOME);
        }
    }
}
