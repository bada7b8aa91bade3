package org.featurescope.web.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private static final String PROXY = "10.0.0.1";

    @Test
    void withoutProxiesNobodyIsBelieved() {
        ClientAddress clients = new ClientAddress(0, "X-Forwarded-For");

        assertThat(clients.of("203.0.113.9", List.of("198.51.100.1"), true)).hasValue("203.0.113.9");
    }

    @Test
    void programsOnThisMachineAreNoClients() {
        ClientAddress clients = new ClientAddress(0, "X-Forwarded-For");

        assertThat(clients.of("127.0.0.1", List.of(), false)).isEmpty();
        assertThat(clients.of("0:0:0:0:0:0:0:1", List.of(), false)).isEmpty();
    }

    @Test
    void aProxyOnThisMachineThatNobodyToldOfIsAClient() {
        assertThat(new ClientAddress(0, "X-Forwarded-For").of("127.0.0.1", List.of("198.51.100.1"), true))
                .hasValue("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "1, '198.51.100.7', 198.51.100.7",
        "1, '6.6.6.6, 198.51.100.7', 198.51.100.7", // the visitor made up the first
        "2, '6.6.6.6, 198.51.100.7, 10.0.0.2', 198.51.100.7",
        "3, '198.51.100.7, 10.0.0.2', 198.51.100.7", // came past the outermost proxy
        "1, '198.51.100.7:51234', 198.51.100.7",
        "1, '[2001:db8:1:2:3:4:5:6]:443', 2001:db8:1:2:0:0:0:0/64",
        "1, '2001:db8:1:2:ffff::1', 2001:db8:1:2:0:0:0:0/64",
        "1, 'unknown', unknown",
        "1, 'example.org', unknown",
        "1, '', unknown",
    })
    void asManyEntriesAsProxiesAreBelievedFromTheRight(int hops, String header, String client) {
        assertThat(new ClientAddress(hops, "x-forwarded-for").of(PROXY, List.of(header), true))
                .hasValue(client);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(new ClientAddress(1, "X-Forwarded-For").of(PROXY, List.of("6.6.6.6", "198.51.100.7"), true))
                .hasValue("198.51.100.7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=198.51.100.7;proto=https | 198.51.100.7",
                "For=\"198.51.100.7:80\" | 198.51.100.7",
                "for=6.6.6.6, proto=https; for=\"[2001:db8::7]:9\" | 2001:db8:0:0:0:0:0:0/64",
                "for=_hidden | unknown",
                "proto=https | unknown",
            })
    void readsForwarded(String header, String client) {
        assertThat(new ClientAddress(1, "Forwarded").of(PROXY, List.of(header), true))
                .hasValue(client);
    }

    @Test
    void aProxyThatNotesNothingIsTheClient() {
        assertThat(new ClientAddress(1, "X-Forwarded-For").of(PROXY, List.of(), false))
                .hasValue(PROXY);
    }

    @Test
    void refusesSettingsThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientAddress(1, "X-Real-IP"))
                .withMessageContaining("featurescope.proxy.header must be X-Forwarded-For or Forwarded, got X-Real-IP");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientAddress(-1, "Forwarded"))
                .withMessageContaining("featurescope.proxy.hops must be between 0 and 10, got -1");
    }
}
