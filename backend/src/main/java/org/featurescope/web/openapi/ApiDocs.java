package org.featurescope.web.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code docs/api.md} says, for the description that programs read: the text stands in one place.
 *
 * <p>A line {@code <!-- schema: A, B -->} before a table says which records its rows are of. A row names fields in its first cell, in
 * backticks, {@code a.b} being a field of the field {@code a}; its last cell is what they mean.
 */
final class ApiDocs {

    private static final Pattern MARK = Pattern.compile("<!-- schema: (.+) -->");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final String PARAMETERS = "## Parameters";

    private final Map<String, Map<String, String>> fields = new LinkedHashMap<>();
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, List<Meaning>> parameters = new LinkedHashMap<>();

    /** @param of the pages whose parameter it is */
    private record Meaning(List<String> of, String text) {}

    ApiDocs(String markdown) {
        List<String> records = List.of();
        String section = "";
        for (String line : markdown.lines().toList()) {
            Matcher mark = MARK.matcher(line);
            if (mark.matches()) {
                records = Arrays.asList(mark.group(1).split(", "));
            } else if (line.startsWith("#")) {
                section = line;
                records = List.of();
            } else if (line.startsWith("|")) {
                row(cells(line), section, records);
            }
        }
    }

    static ApiDocs packed() {
        try (InputStream in = ApiDocs.class.getResourceAsStream("api.md")) {
            if (in == null) {
                throw new IllegalStateException("api.md is not packed beside " + ApiDocs.class.getName());
            }
            return new ApiDocs(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("(?<!\\\\)\\|"))
                .map(String::strip)
                .toList();
    }

    private void row(List<String> cells, String section, List<String> records) {
        if (cells.size() < 2) {
            return;
        }
        String meaning = plain(cells.get(cells.size() - 1));
        List<String> names =
                CODE.matcher(cells.get(0)).results().map(code -> code.group(1)).toList();
        if (section.equals(PARAMETERS)) {
            List<String> of = Arrays.asList(plain(cells.get(1)).split(", "));
            names.forEach(name ->
                    parameters.computeIfAbsent(name, first -> new ArrayList<>()).add(new Meaning(of, meaning)));
        } else if (!records.isEmpty()) {
            for (String record : records) {
                names.forEach(name -> fields.computeIfAbsent(record, first -> new LinkedHashMap<>())
                        .put(name.replace("[]", ""), meaning));
            }
        } else {
            cells.subList(0, Math.min(2, cells.size())).stream()
                    .flatMap(cell -> CODE.matcher(cell).results().map(code -> code.group(1)))
                    .filter(address -> address.startsWith("/"))
                    .forEach(address -> addresses.putIfAbsent(address, meaning));
        }
    }

    /** Without the marks of links, emphasis and code. */
    private static String plain(String markdown) {
        return LINK.matcher(markdown)
                .replaceAll(link -> Matcher.quoteReplacement(link.group(1)))
                .replace("`", "")
                .replace("\\|", "|");
    }

    /** What an address answers, as it stands beside its pattern. */
    Optional<String> address(String pattern) {
        return Optional.ofNullable(addresses.get(pattern));
    }

    /** What a parameter means there. @param of as the second column of the table says it */
    Optional<String> parameter(String name, String of) {
        return parameters.getOrDefault(name, List.of()).stream()
                .filter(meaning -> meaning.of.contains(of))
                .findFirst()
                .or(() -> parameters.getOrDefault(name, List.of()).stream()
                        .filter(meaning -> meaning.of.contains("all twins"))
                        .findFirst())
                .map(Meaning::text);
    }

    /** What the tables of a record say, by the path of the field. */
    Map<String, String> fields(String record) {
        return fields.getOrDefault(record, Map.of());
    }
}
