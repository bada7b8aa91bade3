package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.featurescope.core.FileHash;
import org.featurescope.core.PublicName;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.pipeline.progress.UnfinishedRuns;
import org.jspecify.annotations.Nullable;

/**
 * Makes a run of files of another tool. Nothing of it can be seen before it is whole. Killed while it reads, it goes on, when the same
 * command is given again, behind the last file that it had read; killed while it writes the index, it writes it again.
 */
public final class Importer {

    /** Part of what contexts are numbered by: raised when the same files are read in another way. */
    private static final String VERSION = "featurescope import 1";

    private static final Duration USUALLY_BETWEEN_CHECKPOINTS = Duration.ofSeconds(10);
    private static final int HASH_OF_NAME = 12;

    private final Path home;
    private final DataSource database;
    private final Consumer<String> progress;
    private final Duration betweenCheckpoints;

    /** @param progress takes a sentence for each step */
    public Importer(Path home, DataSource database, Consumer<String> progress) {
        this(home, database, progress, USUALLY_BETWEEN_CHECKPOINTS);
    }

    /** @param betweenCheckpoints at least, and until a file is read */
    public Importer(Path home, DataSource database, Consumer<String> progress, Duration betweenCheckpoints) {
        this.home = home;
        this.database = database;
        this.progress = progress;
        this.betweenCheckpoints = betweenCheckpoints;
    }

    /**
     * @throws ImportException for files that are not what they should be
     * @throws org.featurescope.db.DatabaseException when PostgreSQL fails
     */
    public ImportReport run(ImportRequest request) {
        long start = System.nanoTime();
        Dump dump = DumpFinder.find(request);
        String fingerprint = fingerprint(request, dump);
        Path folder = home.resolve("imports").resolve(name(request) + "-" + fingerprint.substring(0, HASH_OF_NAME));
        try (ImportLock lock = ImportLock.of(folder)) {
            ImportState state = request.restart() ? null : ImportState.read(folder, fingerprint);
            if (state == null) {
                lock.clear();
                state = ImportState.nothing(fingerprint);
            } else {
                progress.accept("Going on behind " + state.done().size() + " of "
                        + dump.files().size() + " files");
            }
            ImportReport report;
            try (Staging staging = new Staging(folder, request, state)) {
                Map<String, String> hashes = read(dump, staging, state, folder);
                requireUsable(request, staging);
                progress.accept("Writing the index");
                report = new ImportLoader(request, dump, staging, hashes, start).load(database);
            }
            lock.clear();
            return report;
        }
    }

    private static String name(ImportRequest request) {
        Path name = request.path().toAbsolutePath().normalize().getFileName();
        return PublicName.from(name == null ? "files" : name.toString());
    }

    /** Of other files, or other options, what was read is of no use. */
    private static String fingerprint(ImportRequest request, Dump dump) {
        StringBuilder text = new StringBuilder(VERSION)
                .append('\n')
                .append(request.model())
                .append('\n')
                .append(request.source())
                .append('\n')
                .append(request.hookPoint())
                .append('\n')
                .append(request.tokenizer())
                .append('\n')
                .append(request.topK())
                .append('\n')
                .append(request.maxErrors())
                .append('\n');
        try {
            for (DumpFile file : dump.files()) {
                text.append(file.path().toAbsolutePath().normalize())
                        .append('\t')
                        .append(Files.size(file.path()))
                        .append('\t')
                        .append(Files.getLastModifiedTime(file.path()).toMillis())
                        .append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FileHash.ofText(text.toString());
    }

    /** @return hashes of the files, by their paths below that of the request */
    private Map<String, String> read(Dump dump, Staging staging, ImportState state, Path folder) {
        Map<String, String> hashes = new TreeMap<>(state.done());
        long last = System.nanoTime();
        int number = 0;
        for (DumpFile file : dump.files()) {
            number++;
            String name = file.path().toAbsolutePath().normalize().toString();
            if (hashes.containsKey(name)) {
                continue;
            }
            hashes.put(name, read(file, staging));
            if (System.nanoTime() - last >= betweenCheckpoints.toNanos()) {
                staging.checkpoint(state.fingerprint(), hashes).write(folder);
                progress.accept("Read %,d of %,d files: %,d activations in %,d contexts"
                        .formatted(number, dump.files().size(), staging.activations(), staging.contextCount()));
                last = System.nanoTime();
            }
        }
        staging.checkpoint(state.fingerprint(), hashes).write(folder);
        return hashes;
    }

    /** @return the SHA-256 of the file */
    private static String read(DumpFile file, Staging staging) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file.path()), digest)) {
            try (InputStream unpacked = DumpJson.unpacked(file.path(), bytes)) {
                file.read(unpacked, staging);
                bytes.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) { // a packed file that is cut off, for one
            staging.broken(file.path().toString(), "cannot be read to its end (" + e.getMessage() + ")");
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void requireUsable(ImportRequest request, Staging staging) {
        List<DumpSource> sources = staging.sources();
        if (sources.isEmpty() || staging.featureFileCount() == 0) {
            throw new ImportException(request.path() + ": holds no feature that could be imported");
        }
        for (DumpSource source : sources) {
            indexed(source).ifPresent(run -> {
                throw new ImportException("source " + source.key() + " was indexed here, in run " + run.id()
                        + ", which knows more than files do; give the import a name of its own with --source-name");
            });
        }
    }

    private Optional<PublishedRun> indexed(DumpSource source) {
        return new RunCatalog(database)
                .all().stream()
                        .filter(run -> run.origin() == null && run.model().equals(source.model()))
                        .filter(run -> run.sources().stream()
                                .anyMatch(each -> each.name().equals(source.name())))
                        .findFirst();
    }

    /** One import of the same files at a time. */
    private static final class ImportLock implements AutoCloseable {

        private final Path folder;
        private final FileChannel channel;

        private ImportLock(Path folder, FileChannel channel) {
            this.folder = folder;
            this.channel = channel;
        }

        static ImportLock of(Path folder) {
            Path file = folder.resolveSibling(folder.getFileName() + ".lock");
            try {
                Files.createDirectories(folder);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock lock = tryLock(channel);
                if (lock == null) {
                    channel.close();
                    throw new ImportException("these files are being imported by another process; wait for it");
                }
                return new ImportLock(folder, channel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
            try {
                return channel.tryLock();
            } catch (OverlappingFileLockException e) {
                return null; // this process
            }
        }

        /** Throws away what was read. */
        void clear() {
            UnfinishedRuns.deleteTree(folder);
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                if (Files.isDirectory(folder) && isEmpty()) {
                    Files.delete(folder);
                }
                Files.deleteIfExists(folder.resolveSibling(folder.getFileName() + ".lock"));
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean isEmpty() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.findAny().isEmpty();
            }
        }
    }
}
