package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/api.md names every address pattern of the site, and no other. */
class EndpointDocsIT {

    private static final Path DOCUMENT = Path.of("../docs/api.md");
    private static final Pattern PATTERN = Pattern.compile("`(/[^` ]*)`");

    private final TestSite site = TestSite.small();

    @Test
    void theTableOfAddressesListsExactlyThoseOfTheSite() throws IOException {
        Set<String> documented = Files.readString(DOCUMENT)
                .lines()
                .filter(line -> line.startsWith("| `/") || line.startsWith("| | `/"))
                .flatMap(row -> PATTERN.matcher(row).results())
                .map(address -> address.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isNotEmpty().isEqualTo(new TreeSet<>(site.addressPatterns()));
    }
}
