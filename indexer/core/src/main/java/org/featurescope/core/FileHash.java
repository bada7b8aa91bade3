package org.featurescope.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        return ofHashes(files.stream().map(FileHash::sha256).toList());
    }

    /** Of files whose own hashes are known; the same as {@link #sha256(List)}. */
    public static String ofHashes(List<String> sha256) {
        if (sha256.size() == 1) {
            return sha256.get(0);
        }
        MessageDigest digest = newDigest();
        sha256.forEach(one -> digest.update(HexFormat.of().parseHex(one)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of a text in UTF-8. */
    public static String ofText(String text) {
        return HexFormat.of().formatHex(newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(Path file) {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
