package org.featurescope.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** By what a run names the files it was made from. */
public final class FileHash {

    private FileHash() {}

    /**
     * SHA-256 in hexadecimal: of one file, what {@code sha256sum} prints; of several, the SHA-256 over theirs (32 bytes
     * each) in the given order.
     */
    public static String sha256(List<Path> files) {
        List<byte[]> hashes = files.stream().map(FileHash::sha256).toList();
        if (hashes.size() == 1) {
            return HexFormat.of().formatHex(hashes.get(0));
        }
        MessageDigest digest = newDigest();
        hashes.forEach(digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] sha256(Path file) {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digest.digest();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
