package org.featurescope.lm.sae;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a folder and of those it lies in, for layouts that say in them what an SAE is. */
final class FolderNames {

    private final List<String> names = new ArrayList<>();

    /** From the folder itself upwards. */
    FolderNames(Path folder) {
        for (Path part = folder.toAbsolutePath().normalize(); part != null; part = part.getParent()) {
            if (part.getFileName() != null) {
                names.add(part.getFileName().toString());
            }
        }
    }

    /** The innermost name with such a part. */
    Optional<MatchResult> find(Pattern pattern) {
        return names.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(Matcher::toMatchResult)
                .findFirst();
    }
}
