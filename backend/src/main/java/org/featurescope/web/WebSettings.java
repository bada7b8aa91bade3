package org.featurescope.web;

import org.jspecify.annotations.Nullable;

/**
 * Where the web app finds its database and where it listens.
 *
 * @param jdbcUrl a {@code jdbc:postgresql:} address
 * @param user null: the address names it, or the driver finds it
 * @param password null: the address holds it, a pgpass file does, or none is needed
 * @param port the TCP port; 0 takes any free one
 */
public record WebSettings(
        String jdbcUrl, @Nullable String user, @Nullable String password, int port) {

    public WebSettings {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the database address must start with jdbc:postgresql:");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, got " + port);
        }
    }

    /** Leaves the address and the password out: either may hold a secret. */
    @Override
    public String toString() {
        return "WebSettings[user=" + user + ", port=" + port + "]";
    }
}
