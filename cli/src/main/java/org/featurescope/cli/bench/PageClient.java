package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks a site for pages as a browser does, compressed; a connection of each thread stays open. */
final class PageClient {

    static {
        System.setProperty("http.maxConnections", "64"); // that stay open; five otherwise
    }

    private final String site;

    /** @param site its address, without a path */
    PageClient(String site) {
        this.site = site;
    }

    /** The bytes that came, still compressed. */
    byte[] get(String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(site + path).toURL().openConnection();
            connection.setRequestProperty("Accept-Encoding", "gzip");
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IllegalStateException(path + " is answered with " + connection.getResponseCode());
            }
            try (InputStream body = connection.getInputStream()) {
                return body.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " is not answered (" + e.getMessage() + ")", e);
        }
    }
}
