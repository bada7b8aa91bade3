package org.featurescope.lm.fuzz;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;

/** What a parser may answer to a file that it does not read: one sentence that names the file. */
final class Refusal {

    private static final Set<Class<?>> KINDS =
            Set.of(MalformedFileException.class, UnsupportedException.class, IllegalArgumentException.class);
    private static final int MAX_CHARACTERS = 3000;

    private static long refused;

    private Refusal() {}

    /** How often a parser has refused since the process began; tells whether a test reaches what lies behind the checks. */
    static long refused() {
        return refused;
    }

    /** Runs a parser, and fails if anything comes out but a value or such a sentence. */
    static void orNothing(Path folder, Collection<String> files, Runnable parser) {
        try {
            parser.run();
        } catch (RuntimeException e) {
            if (!KINDS.contains(e.getClass())) {
                throw e;
            }
            refused++;
            String message = String.valueOf(e.getMessage());
            require(message, names(message, folder, files), "does not name the file", e);
            require(message, message.length() < MAX_CHARACTERS, "is longer than a sentence", e);
            require(message, message.codePoints().noneMatch(Character::isISOControl), "has control characters", e);
        }
    }

    static void orNothing(Path file, Runnable parser) {
        orNothing(file, List.of(), parser);
    }

    private static boolean names(String message, Path folder, Collection<String> files) {
        return message.contains(folder.toString())
                || files.stream().anyMatch(file -> message.contains(file.substring(file.lastIndexOf('/') + 1)));
    }

    private static void require(String message, boolean right, String problem, RuntimeException cause) {
        if (!right) {
            throw new AssertionError("the refusal " + problem + ": " + message, cause);
        }
    }
}
