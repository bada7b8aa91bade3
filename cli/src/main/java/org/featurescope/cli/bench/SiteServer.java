package org.featurescope.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.featurescope.web.FeaturescopeWeb;
import org.featurescope.web.WebSettings;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The web app in a process of its own, behind what it takes for one proxy. The first line tells it where the database is, as JSON;
 * the command {@code memory} has it collect garbage and say what is left.
 */
public final class SiteServer {

    private static final JsonMapper MAPPER = new JsonMapper();

    private SiteServer() {}

    /** @param database with a user and a password, which belong on no command line */
    static String greeting(WebSettings database) {
        return MAPPER.writeValueAsString(new TreeMap<>(Map.of(
                "url", database.jdbcUrl(),
                "user", String.valueOf(database.user()),
                "password", String.valueOf(database.password()))));
    }

    /** Without arguments. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err); // whatever a library prints is no answer
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say(out, Map.of("ready", true));
        JsonNode database = MAPPER.readTree(commands.readLine());
        WebSettings settings = new WebSettings(
                database.path("url").asString(),
                database.path("user").asString(),
                database.path("password").asString(),
                0);
        try (ConfigurableApplicationContext web =
                FeaturescopeWeb.start(settings, Map.of("featurescope.proxy.hops", 1))) {
            say(out, Map.of("port", FeaturescopeWeb.port(web)));
            for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
                say(out, memory());
            }
        }
    }

    private static Map<String, Object> memory() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        Map<String, Object> answer =
                new TreeMap<>(Map.of("heapBytes", memory.getHeapMemoryUsage().getUsed()));
        ProcessMemory.residentBytes(ProcessHandle.current().pid())
                .ifPresent(bytes -> answer.put("residentBytes", bytes));
        return answer;
    }

    private static void say(PrintStream out, Map<String, Object> answer) {
        out.println(MAPPER.writeValueAsString(answer));
        out.flush();
    }
}
