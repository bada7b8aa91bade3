package org.featurescope.db;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A JDBC address taken apart, so that what is shown and what is secret never mix.
 *
 * @param url without user and password
 * @param user from the address, else PGUSER, else the name of the operating system's user
 * @param password from the address, else PGPASSWORD, else null: the driver then looks into the pgpass file
 * @param server {@code host:port/database}, as messages name it
 */
record JdbcAddress(String url, String user, @Nullable String password, String server) {
    private static final String FORM = "jdbc:postgresql://host:port/database";
    private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(?i)(password\\s*[=:]\\s*)[^&;\\s]+");
    private static final Pattern USER_INFO = Pattern.compile("//([^/@:\\s]*):[^/\\s]*@");

    /** @throws DatabaseException for an address that the driver does not understand */
    static JdbcAddress parse(String address, Map<String, String> environment) {
        Properties parsed = parsed(address);
        String user = parsed.getProperty(PGProperty.USER.getName());
        String password = parsed.getProperty(PGProperty.PASSWORD.getName());
        return new JdbcAddress(
                withoutCredentials(address),
                user != null ? user : environment.getOrDefault("PGUSER", System.getProperty("user.name")),
                password != null ? password : environment.get("PGPASSWORD"),
                parsed.getProperty(PGProperty.PG_HOST.getName()) + ":"
                        + parsed.getProperty(PGProperty.PG_PORT.getName()) + "/"
                        + parsed.getProperty(PGProperty.PG_DBNAME.getName()));
    }

    /** The same text with every password in it replaced by {@code ***}. */
    static String masked(String text) {
        String parameters = PASSWORD_PARAMETER.matcher(text).replaceAll("$1***");
        return USER_INFO.matcher(parameters).replaceAll("//$1:***@");
    }

    private static Properties parsed(String address) {
        if (USER_INFO.matcher(address).find()) {
            throw new DatabaseException("the database address must not have user and password before the host, got "
                    + masked(address) + "; write " + FORM + "?user=…&password=…, or set PGUSER and PGPASSWORD");
        }
        Properties parsed = address.startsWith("jdbc:postgresql:") ? Driver.parseURL(address, new Properties()) : null;
        if (parsed == null) {
            throw new DatabaseException("the database address must look like " + FORM + ", got " + masked(address));
        }
        return parsed;
    }

    private static String withoutCredentials(String address) {
        int query = address.indexOf('?');
        if (query < 0) {
            return address;
        }
        List<String> kept = new ArrayList<>();
        for (String parameter : address.substring(query + 1).split("&", -1)) {
            if (!parameter.startsWith("user=") && !parameter.startsWith("password=") && !parameter.isEmpty()) {
                kept.add(parameter);
            }
        }
        String base = address.substring(0, query);
        return kept.isEmpty() ? base : base + "?" + String.join("&", kept);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "JdbcAddress[" + masked(url) + ", user=" + user + "]";
    }
}
