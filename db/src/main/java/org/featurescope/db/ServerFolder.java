package org.featurescope.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * {@code home/postgres}, readable by its owner only: the data directory, the superuser's password and the log. It is made
 * under another name and renamed, so that a half-made one never bears its name. Call under the home's lock.
 */
record ServerFolder(Path home) {
    private static final String NAME = "postgres";
    static final String SUPERUSER = "featurescope";
    private static final int PASSWORD_BYTES = 24;

    Path folder() {
        return home.resolve(NAME);
    }

    Path data() {
        return folder().resolve("data");
    }

    Path log() {
        return folder().resolve("server.log");
    }

    String password() throws IOException {
        return Files.readString(passwordFile(folder())).strip();
    }

    private static Path passwordFile(Path folder) {
        return folder.resolve("password");
    }

    /** @throws DatabaseException when it is of another version of PostgreSQL, or not a database at all */
    void makeOrCheck(ServerBinaries binaries) throws IOException {
        if (!Files.exists(folder())) {
            make(binaries);
        }
        Path versionFile = data().resolve("PG_VERSION");
        if (!Files.isRegularFile(versionFile) || !Files.isRegularFile(passwordFile(folder()))) {
            throw new DatabaseException(folder() + " must hold data/PG_VERSION and password, as Featurescope made them;"
                    + " restore them, or move the folder away to begin anew");
        }
        requireVersion(Files.readString(versionFile).strip(), binaries.majorVersion());
    }

    private void requireVersion(String found, String expected) {
        if (!found.equals(expected)) {
            throw new DatabaseException(folder() + " holds data of PostgreSQL " + found + ", this program brings "
                    + expected + "; start a PostgreSQL " + found
                    + " on it and give its address with --db, or move the folder away to index anew");
        }
    }

    private void make(ServerBinaries binaries) throws IOException {
        Path unfinished = Folders.createUnfinished(home, NAME);
        Path passwordFile = passwordFile(unfinished);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, newPassword());
        ServerBinaries.Result initdb = binaries.run("initdb", initdbArguments(unfinished));
        if (initdb.failed()) {
            throw EmbeddedServer.failure("could not make its data in " + folder(), initdb.output());
        }
        Files.move(unfinished, folder(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> initdbArguments(Path unfinished) {
        return List.of(
                "--pgdata=" + unfinished.resolve("data"),
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile(unfinished),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // The same order and case mapping whatever locales the machine has.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-instructions");
    }

    private static String newPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
