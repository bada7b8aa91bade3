package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The gallery shows every part that pages share; how it looks, the tests in a browser see. */
class GalleryTest {

    private static final Path TEMPLATES = Path.of("../frontend/src/main/resources/templates");
    private static final Pattern FRAGMENT = Pattern.compile("th:fragment=\"([a-z]+)");

    @Test
    void everyFragmentHasAPlace() throws IOException {
        String gallery = Files.readString(TEMPLATES.resolve("gallery.html"));
        assertThat(fragments())
                .hasSizeGreaterThan(10)
                .allSatisfy(fragment -> assertThat(gallery).containsAnyOf("{" + fragment + "(", "{" + fragment + "}"));
    }

    private static List<String> fragments() throws IOException {
        List<String> fragments = new ArrayList<>();
        try (Stream<Path> files = Files.list(TEMPLATES.resolve("fragments"))) {
            for (Path file : files.toList()) {
                String folder = "fragments/" + file.getFileName().toString().replace(".html", " :: ");
                FRAGMENT.matcher(Files.readString(file))
                        .results()
                        .forEach(fragment -> fragments.add(folder + fragment.group(1)));
            }
        }
        return fragments;
    }
}
