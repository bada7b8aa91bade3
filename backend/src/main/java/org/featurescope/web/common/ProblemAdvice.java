package org.featurescope.web.common;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** Turns whatever ends a request early into a page, or at an address for programs into RFC 9457 problem details. */
@ControllerAdvice
final class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    /** What was said of a stream that did not come to pass; null takes a header away. */
    private static final List<String> STREAM_HEADERS =
            List.of("ETag", "Content-Encoding", "Content-Disposition", "Featurescope-Features", "Featurescope-Run");

    private static final List<PageLink> HOME = List.of(new PageLink(Words.of("problem.models"), Links.home()));

    @ExceptionHandler(PageProblem.class)
    Object pageProblem(PageProblem problem, HttpServletRequest request, HttpServletResponse response) {
        return answer(withNewest(problem.page(), request), request, response);
    }

    /** A pinned page whose run was deleted is still there in the newest run, most likely. */
    private static ProblemPage withNewest(ProblemPage page, HttpServletRequest request) {
        if (page.status() != HttpStatus.GONE.value() || request.getParameter("run") == null) {
            return page;
        }
        List<PageLink> links = new ArrayList<>(page.links());
        links.add(0, new PageLink(Words.of("problem.newest"), request.getRequestURI()));
        return new ProblemPage(page.status(), page.title(), page.detail(), page.helpTitle(), links);
    }

    @ExceptionHandler({CannotCreateTransactionException.class, DataAccessResourceFailureException.class})
    Object databaseIsAway(Exception exception, HttpServletRequest request, HttpServletResponse response) {
        log.error("The database does not answer", exception);
        return answer(HttpStatus.SERVICE_UNAVAILABLE, Words.of("problem.database"), request, response);
    }

    /** A body that is no JSON, or JSON of another kind than the address takes. */
    @ExceptionHandler(HttpMessageNotReadableException.class)
    Object body(HttpMessageNotReadableException exception, HttpServletRequest request, HttpServletResponse response) {
        String detail = Words.of("problem.body", request.getMethod(), request.getRequestURI(), Links.apiDocs());
        return answer(HttpStatus.BAD_REQUEST, detail, request, response);
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    Object parameter(
            MethodArgumentTypeMismatchException exception, HttpServletRequest request, HttpServletResponse response) {
        String detail = Words.of("problem.number", exception.getName(), String.valueOf(exception.getValue()));
        return answer(HttpStatus.BAD_REQUEST, detail, request, response);
    }

    /** Reading breaks no rule of the database but this one: its text cannot hold U+0000. */
    @ExceptionHandler(DataIntegrityViolationException.class)
    Object text(DataIntegrityViolationException exception, HttpServletRequest request, HttpServletResponse response) {
        log.debug("The database cannot read a parameter", exception);
        return answer(HttpStatus.BAD_REQUEST, Words.of("problem.nul"), request, response);
    }

    /** @throws Exception the one given, when part of the answer is sent already: then the connection is to be broken off */
    @ExceptionHandler(Exception.class)
    Object anythingElse(Exception exception, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (response.isCommitted()) {
            log.error("{} {} broke off", request.getMethod(), request.getRequestURI(), exception);
            throw exception;
        }
        if (exception instanceof ErrorResponse error && error.getStatusCode().is4xxClientError()) {
            return answer(error.getStatusCode(), detail(error.getStatusCode(), request), request, response);
        }
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), exception);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, Words.of("problem.failed"), request, response);
    }

    private static String detail(HttpStatusCode status, HttpServletRequest request) {
        return status.isSameCodeAs(HttpStatus.NOT_FOUND)
                ? Words.of("problem.page", request.getRequestURI())
                : Words.of("problem.method", request.getMethod(), request.getRequestURI());
    }

    private static Object answer(
            HttpStatusCode status, String detail, HttpServletRequest request, HttpServletResponse response) {
        HttpStatus known = HttpStatus.valueOf(status.value());
        return answer(
                new ProblemPage(status.value(), known.getReasonPhrase(), detail, Words.of("problem.start"), HOME),
                request,
                response);
    }

    private static Object answer(ProblemPage page, HttpServletRequest request, HttpServletResponse response) {
        if (Addresses.isStreamed(request)) {
            STREAM_HEADERS.forEach(name -> response.setHeader(name, null));
        }
        // What is missing now may be published in a minute.
        response.setHeader("Cache-Control", "no-cache");
        return Addresses.isForPrograms(request)
                ? json(page)
                : new ModelAndView("problem", Map.of("page", page), HttpStatus.valueOf(page.status()));
    }

    private static ResponseEntity<ProblemDetail> json(ProblemPage page) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(page.status()), page.detail());
        problem.setTitle(page.title());
        problem.setProperty("helpTitle", page.helpTitle());
        problem.setProperty("links", page.links());
        problem.setProperty("error", page.detail()); // where clients of Neuronpedia look
        return ResponseEntity.status(page.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
