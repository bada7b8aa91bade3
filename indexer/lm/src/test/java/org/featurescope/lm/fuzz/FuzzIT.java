package org.featurescope.lm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some seconds of Jazzer on each parser, in a process with little heap; {@code tools/fuzz} is for longer runs. */
class FuzzIT {

    private static final int SECONDS = 5;
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void findsNothingInSomeSeconds(FuzzTarget target) throws Exception {
        Path seeds = folder.resolve("seeds");
        target.writeSeeds(seeds);
        Path log = folder.resolve("log");

        int status = jazzer(target, seeds, log);

        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertThat(status).as(output).isZero();
        Matcher done = DONE.matcher(output);
        assertThat(done.find()).as(output).isTrue();
        assertThat(Long.parseLong(done.group(1)))
                .as(output)
                .isGreaterThanOrEqualTo(Seeds.of(target.word()).size());
    }

    private int jazzer(FuzzTarget target, Path seeds, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=org.featurescope.**",
                "--custom_hook_includes=org.featurescope.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-rss_limit_mb=2000",
                "-max_total_time=" + SECONDS));
        command.add(Files.createDirectories(folder.resolve("found")).toString());
        command.add(seeds.toString());
        if (!target.kept().isEmpty()) {
            command.add(target.corpus().toString());
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
    }
}
