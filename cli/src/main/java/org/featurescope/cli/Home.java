package org.featurescope.cli;

import java.nio.file.Path;
import org.featurescope.db.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that use the index: where it is kept, and where the site is. */
final class Home {

    @Mixin
    private final HomeFolder folder = new HomeFolder();

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = "JDBC address of an existing PostgreSQL (15 or newer) instead of the embedded one. User and"
                    + " password: from the address, PGUSER and PGPASSWORD, or a pgpass file.")
    private @Nullable String db;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "3000",
            description = "Port of the site (default: ${DEFAULT-VALUE}).")
    private int port;

    Path folder() {
        return folder.path();
    }

    int port() {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port must be from 0 to 65535, got " + port);
        }
        return port;
    }

    /** Opens the database, starting the embedded one if none is given; it is closed when the program ends. */
    Database openDatabase() {
        folder.configureEngine();
        Database database = Database.open(folder(), db);
        Lifetime.closeAtEnd(database::close);
        return database;
    }
}
