package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class JdbcAddressTest {
    private static final String SECRET = "s3cret";

    @Test
    void takesUserAndPasswordOutOfTheAddress() {
        JdbcAddress address = JdbcAddress.parse(
                "jdbc:postgresql://db.example:5433/index?user=ann&sslmode=require&password=" + SECRET, Map.of());
        assertThat(address.url()).isEqualTo("jdbc:postgresql://db.example:5433/index?sslmode=require");
        assertThat(address.user()).isEqualTo("ann");
        assertThat(address.password()).isEqualTo(SECRET);
        assertThat(address.server()).isEqualTo("db.example:5433/index");
    }

    @Test
    void decodesWhatIsPercentEncodedInTheAddress() {
        JdbcAddress address = JdbcAddress.parse("jdbc:postgresql://h/d?user=a%40b&password=p%26q", Map.of());
        assertThat(address.user()).isEqualTo("a@b");
        assertThat(address.password()).isEqualTo("p&q");
        assertThat(address.url()).isEqualTo("jdbc:postgresql://h/d");
    }

    @Test
    void takesTheRestFromTheEnvironment() {
        Map<String, String> environment = Map.of("PGUSER", "bob", "PGPASSWORD", SECRET);
        JdbcAddress address = JdbcAddress.parse("jdbc:postgresql://db.example/index", environment);
        assertThat(address.user()).isEqualTo("bob");
        assertThat(address.password()).isEqualTo(SECRET);
        JdbcAddress own = JdbcAddress.parse("jdbc:postgresql://h/d?user=ann&password=x", environment);
        assertThat(own.user()).isEqualTo("ann");
        assertThat(own.password()).isEqualTo("x");
    }

    @Test
    void withoutAnyUserItIsTheOneOfTheSystem() {
        JdbcAddress address = JdbcAddress.parse("jdbc:postgresql://nowhere.example/index", Map.of());
        assertThat(address.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(address.password()).isNull();
    }

    @Test
    void refusesAnAddressOfAnotherKindAndMasksItsPassword() {
        for (String address : new String[] {
            "postgresql://ann:" + SECRET + "@h/d",
            "jdbc:postgresql://ann:" + SECRET + "@h/d",
            "jdbc:mysql://h/d?password=" + SECRET,
            "h:d?password=" + SECRET
        }) {
            assertThatThrownBy(() -> JdbcAddress.parse(address, Map.of()))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("jdbc:postgresql://host:port/database")
                    .hasMessageContaining("***")
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void anAtSignInAParameterIsNoUserInfo() {
        assertThat(JdbcAddress.parse("jdbc:postgresql://h:5432/d?user=a@b", Map.of())
                        .user())
                .isEqualTo("a@b");
    }

    @Test
    void masksEveryPassword() {
        assertThat(JdbcAddress.masked("url?user=a&password=s3cret&sslpassword=s3cret&x=1"))
                .isEqualTo("url?user=a&password=***&sslpassword=***&x=1");
        assertThat(JdbcAddress.masked("jdbc:postgresql://u:s3:c/r@et@h/d")).doesNotContain("s3:c");
    }

    @Test
    void neverShowsItsPassword() {
        JdbcAddress address = JdbcAddress.parse("jdbc:postgresql://h/d?user=ann&password=" + SECRET, Map.of());
        assertThat(address.toString()).contains("jdbc:postgresql://h/d", "ann").doesNotContain(SECRET);
    }
}
