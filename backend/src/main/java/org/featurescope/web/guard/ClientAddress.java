package org.featurescope.web.guard;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Who asks. Each proxy in front writes down who asked it, behind what the ones before it wrote; of that, the site believes as many
 * entries as it is told there are proxies, from the right, for anybody can send a header with whatever he likes in it.
 */
@Component
final class ClientAddress {

    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED = "Forwarded";
    private static final int MOST_HOPS = 10;

    /** {@code for=…} of an entry of {@code Forwarded} (RFC 7239), quoted or not. */
    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(\"[^\"]*\"|[^;\"\\s]+)");

    private static final Pattern IP_4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d+)?");
    private static final Pattern IP_6 = Pattern.compile("\\[?([0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:]|%.*|](?::\\d+))?");

    /** Half of an address of version 6 is the network; within it a visitor changes addresses at will. */
    private static final int NETWORK_BYTES = 8;

    private final int hops;
    private final String header;

    /**
     * @param hops proxies in front that write down who asked them
     * @param header where they write it
     */
    ClientAddress(@Value("${featurescope.proxy.hops}") int hops, @Value("${featurescope.proxy.header}") String header) {
        if (hops < 0 || hops > MOST_HOPS) {
            throw new IllegalArgumentException(
                    "featurescope.proxy.hops must be between 0 and " + MOST_HOPS + ", got " + hops);
        }
        if (!header.equalsIgnoreCase(X_FORWARDED_FOR) && !header.equalsIgnoreCase(FORWARDED)) {
            throw new IllegalArgumentException(
                    "featurescope.proxy.header must be " + X_FORWARDED_FOR + " or " + FORWARDED + ", got " + header);
        }
        this.hops = hops;
        this.header = header;
    }

    /**
     * One name for all requests of a client: its address, of version 6 its network. Empty for programs on this machine that come
     * without a proxy.
     */
    Optional<String> of(HttpServletRequest request) {
        boolean passedOn = request.getHeader(X_FORWARDED_FOR) != null || request.getHeader(FORWARDED) != null;
        return of(request.getRemoteAddr(), Collections.list(request.getHeaders(header)), passedOn);
    }

    /**
     * @param peer who opened the connection
     * @param lines of the header that proxies write, in their order
     * @param passedOn whether any proxy says that it passed the request on
     */
    Optional<String> of(String peer, List<String> lines, boolean passedOn) {
        List<String> before = hops == 0 ? List.of() : entries(lines);
        if (!before.isEmpty()) {
            return Optional.of(name(before.get(Math.max(0, before.size() - hops))));
        }
        boolean own =
                !passedOn && literal(peer).map(InetAddress::isLoopbackAddress).orElse(false);
        return own ? Optional.empty() : Optional.of(name(peer));
    }

    private List<String> entries(List<String> lines) {
        List<String> entries = new ArrayList<>();
        for (String line : lines) {
            for (String entry : line.split(",")) {
                entries.add(header.equalsIgnoreCase(FORWARDED) ? forwardedFor(entry) : entry.strip());
            }
        }
        return entries;
    }

    private static String forwardedFor(String entry) {
        Matcher node = FOR.matcher(entry.strip());
        return node.find() ? node.group(1).replace("\"", "") : "unknown";
    }

    /** What is no address, as a proxy may write to hide it, is one client. */
    private static String name(String node) {
        return literal(node).map(ClientAddress::name).orElse("unknown");
    }

    private static String name(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length <= NETWORK_BYTES) {
            return address.getHostAddress();
        }
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress().toLowerCase(Locale.ROOT) + "/64";
        } catch (UnknownHostException e) {
            throw new AssertionError("the length is right", e);
        }
    }

    /** An address, with or without a port; never asks a name server. */
    private static Optional<InetAddress> literal(String node) {
        Matcher four = IP_4.matcher(node);
        Matcher six = IP_6.matcher(node);
        String address = four.matches() ? four.group(1) : six.matches() ? six.group(1) : "";
        try {
            return address.isEmpty() ? Optional.empty() : Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
