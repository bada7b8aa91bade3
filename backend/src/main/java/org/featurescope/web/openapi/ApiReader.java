package org.featurescope.web.openapi;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.featurescope.web.common.QueryNames;
import org.featurescope.web.openapi.ApiOperation.Group;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Reads from the controllers what programs may ask. Pages, pictures and what is for crawlers are left out. */
@Component
class ApiReader {

    private static final String OURS = "org.featurescope.";
    private static final String NEURONPEDIA = "/api/";
    private static final Map<String, String> STREAMS = Map.of(
            "csv", "text/csv",
            "jsonl", "application/jsonl",
            "parquet", "application/vnd.apache.parquet",
            "points", "application/octet-stream");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)\\}");
    private static final Set<String> FOR_CRAWLERS = Set.of("/robots.txt", "/openapi.json");

    private final RequestMappingHandlerMapping mappings;
    private final ApiDocs docs = ApiDocs.packed();
    private final Schemas schemas = new Schemas(docs);
    private @Nullable List<ApiOperation> operations;

    ApiReader(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        this.mappings = mappings;
    }

    Schemas schemas() {
        return schemas;
    }

    /** By group and address; read once, since controllers do not change. */
    synchronized List<ApiOperation> read() {
        List<ApiOperation> known = operations;
        if (known == null) {
            known = all();
            operations = known;
        }
        return known;
    }

    private List<ApiOperation> all() {
        List<ApiOperation> all = new ArrayList<>();
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getPackageName().startsWith(OURS)) {
                all.addAll(operations(mapping, handler));
            }
        });
        all.sort(Comparator.comparing(ApiOperation::group)
                .thenComparing(ApiOperation::path)
                .thenComparing(ApiOperation::method));
        return List.copyOf(all);
    }

    private List<ApiOperation> operations(RequestMappingInfo mapping, HandlerMethod handler) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        return mapping.getPatternValues().stream()
                .filter(path -> isForPrograms(path, handler))
                .flatMap(path -> methods.stream().sorted().map(method -> operation(method.name(), path, handler)))
                .toList();
    }

    private static boolean isForPrograms(String path, HandlerMethod handler) {
        Method method = handler.getMethod();
        boolean json = (AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), ResponseBody.class)
                        || method.isAnnotationPresent(ResponseBody.class))
                && !path.endsWith(".xml")
                && !FOR_CRAWLERS.contains(path);
        return json || STREAMS.containsKey(extension(path));
    }

    private static String extension(String path) {
        return path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf('/')) + 1);
    }

    private ApiOperation operation(String method, String path, HandlerMethod handler) {
        Group group = group(path, handler);
        List<ApiOperation.Parameter> parameters = new ArrayList<>();
        String of = ApiPlace.of(path);
        Stream.of(handler.getMethod().getParameters()).forEach(each -> parameters.addAll(parameters(each, of)));
        if (handler.getMethod().getReturnType().isRecord()) { // FieldsAdvice
            parameters.add(new ApiOperation.Parameter(
                    "fields", "query", false, Map.of("type", "string"), meaning("fields", of)));
        }
        VARIABLE.matcher(path)
                .results()
                .map(variable -> variable.group(1))
                .filter(name ->
                        parameters.stream().noneMatch(each -> each.name().equals(name)))
                .forEach(name -> parameters.add(new ApiOperation.Parameter(
                        name, "path", false, Map.of("type", "string"), meaning(name, ApiPlace.inPath(of)))));
        Schemas.Value body = Stream.of(handler.getMethod().getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
                .map(parameter -> schemas.of(parameter.getAnnotatedType()))
                .findFirst()
                .orElse(null);
        String stream = STREAMS.get(extension(path));
        return new ApiOperation(
                method,
                path,
                id(method, path),
                group,
                docs.address(path)
                        .orElse(group == Group.NOT_SERVED ? "Answered with 501 and a sentence that says why." : ""),
                parameters,
                body,
                stream == null && group != Group.NOT_SERVED
                        ? answer(handler.getMethod().getAnnotatedReturnType())
                        : null,
                stream == null ? "application/json" : stream);
    }

    private static Group group(String path, HandlerMethod handler) {
        if (handler.getMethod().getReturnType() == void.class && path.startsWith(NEURONPEDIA)) {
            return Group.NOT_SERVED;
        }
        if (path.startsWith(NEURONPEDIA)) {
            return Group.NEURONPEDIA;
        }
        if (STREAMS.containsKey(extension(path)) || path.equals("/features.json")) {
            return Group.MANY;
        }
        return path.endsWith(".json") ? Group.PAGES : Group.OTHER;
    }

    /** Words of the address, joined: {@code get-model-source-json}. */
    private static String id(String method, String path) {
        return (method + path)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("-$", "");
    }

    private Schemas.@Nullable Value answer(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType generic
                && generic.getType() instanceof ParameterizedType plain
                && plain.getRawType() == ResponseEntity.class) {
            return schemas.of(generic.getAnnotatedActualTypeArguments()[0]);
        }
        return schemas.of(type);
    }

    private List<ApiOperation.Parameter> parameters(Parameter parameter, String of) {
        if (parameter.isAnnotationPresent(PathVariable.class)) {
            return List.of(parameter(parameter.getName(), "path", parameter, ApiPlace.inPath(of)));
        }
        QueryNames names = parameter.getAnnotation(QueryNames.class);
        if (names != null) {
            return BeanUtils.instantiateClass(names.value()).names().stream()
                    .map(name -> new ApiOperation.Parameter(
                            name, "query", false, Map.of("type", "string"), meaning(name, of)))
                    .toList();
        }
        return parameter.isAnnotationPresent(RequestParam.class)
                ? List.of(parameter(parameter.getName(), "query", parameter, of))
                : List.of();
    }

    private ApiOperation.Parameter parameter(String name, String in, Parameter parameter, String of) {
        boolean repeated = parameter.getType() == List.class;
        Map<String, Object> one = Map.of("type", parameter.getType() == Integer.class ? "integer" : "string");
        return new ApiOperation.Parameter(
                name, in, repeated, repeated ? Map.of("type", "array", "items", one) : one, meaning(name, of));
    }

    private @Nullable String meaning(String parameter, String of) {
        return docs.parameter(parameter, of).orElse(null);
    }
}
