package org.featurescope.web.catalog;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.featurescope.web.common.Words;

/** How to cite a run: with what determines its numbers, so that a reader can tell whether he has the same. */
final class Citations {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

    private Citations() {}

    /** @param address of the run's page, with the host */
    static RunPage.Citation of(RunFacts run, String model, String address) {
        LocalDate date = run.publishedAt().atZone(ZoneOffset.UTC).toLocalDate();
        String title = Words.of("citation.title", model, String.valueOf(run.id()));
        String note = Words.of(
                "citation.note",
                run.readText(),
                run.weightsSha256() == null
                        ? Words.of("citation.weights.unknown")
                        : Words.of("citation.weights", run.weightsSha256()),
                run.corpora().stream().map(RunCorpus::sha256).collect(Collectors.joining(", ")),
                run.programVersion());
        return new RunPage.Citation(
                """
                @misc{featurescope-%s-run%d,
                  title        = {{%s}},
                  year         = {%d},
                  month        = %s,
                  howpublished = {\\url{%s}},
                  note         = {%s}
                }
                """.formatted(
                                model,
                                run.id(),
                                tex(title),
                                date.getYear(),
                                MONTH.format(date).toLowerCase(Locale.ROOT),
                                address,
                                tex(note)),
                "%s, %s. %s. %s".formatted(title, date, address, note));
    }

    /** Escapes what has a meaning to TeX. */
    static String tex(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&', '%', '$', '#', '_', '{', '}' -> escaped.append('\\').append(c);
                case '\\' -> escaped.append("\\textbackslash{}");
                case '~' -> escaped.append("\\textasciitilde{}");
                case '^' -> escaped.append("\\textasciicircum{}");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
