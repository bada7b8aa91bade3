package org.featurescope.cli.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What a first visit to a page loads, in compressed bytes.
 *
 * @param html the page itself
 * @param all the page, and every style sheet, script and icon that it names
 */
record PageWeight(long html, long all) {

    /** Style sheets, scripts and icons; of scripts the modules that they import, too. */
    private static final Pattern ASSET = Pattern.compile("(?:href=|src=|from |import )\"(/assets/[^\"]+)\"");

    static PageWeight of(PageClient client, String path) {
        byte[] page = client.get(path);
        Set<String> seen = new LinkedHashSet<>();
        long bytes = page.length + assets(client, page, seen);
        return new PageWeight(page.length, bytes);
    }

    private static long assets(PageClient client, byte[] document, Set<String> seen) {
        long bytes = 0;
        Matcher asset = ASSET.matcher(text(document));
        while (asset.find()) {
            if (seen.add(asset.group(1))) {
                byte[] found = client.get(asset.group(1));
                bytes += found.length + (asset.group(1).endsWith(".js") ? assets(client, found, seen) : 0);
            }
        }
        return bytes;
    }

    /** Small documents come uncompressed. */
    private static String text(byte[] document) {
        boolean compressed = document.length > 1 && document[0] == 0x1f && (document[1] & 0xff) == 0x8b;
        if (!compressed) {
            return new String(document, StandardCharsets.UTF_8);
        }
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(document))) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
