package org.featurescope.web.common;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.json.JsonMapper;

/** Of records that are written as JSON, leaves what the parameter {@code fields} names. */
@ControllerAdvice
final class FieldsAdvice implements ResponseBodyAdvice<Object> {

    private final JsonMapper json;

    FieldsAdvice(JsonMapper json) {
        this.json = json;
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return Record.class.isAssignableFrom(returned.getParameterType());
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        return body == null || !(request instanceof ServletServerHttpRequest servlet)
                ? body
                : FieldChoice.of(servlet.getServletRequest().getParameter("fields"))
                        .of(body, json);
    }
}
