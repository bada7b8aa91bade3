package org.featurescope.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.featurescope.db.Database;
import org.featurescope.web.FeaturescopeWeb;
import org.featurescope.web.WebSettings;
import org.springframework.context.ConfigurableApplicationContext;

/** The web app as a command runs it. */
final class Site {

    private Site() {}

    /** Fails early: a port in use should not cost an hour of indexing. */
    static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "port " + port + " cannot be used (" + e.getMessage()
                            + "); stop the program that listens there or give another with --port",
                    e);
        }
    }

    /** Serves until the program is told to end. */
    static void serve(Database database, int port) throws InterruptedException {
        ConfigurableApplicationContext site =
                FeaturescopeWeb.start(new WebSettings(database.jdbcUrl(), database.user(), database.password(), port));
        Lifetime.closeAtEnd(site::close);
        System.out.println("Featurescope is at http://localhost:" + FeaturescopeWeb.port(site) + "  (Ctrl-C ends it)");
        Lifetime.await();
    }
}
