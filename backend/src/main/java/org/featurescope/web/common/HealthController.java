package org.featurescope.web.common;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says whether the database answers; for load balancers and container health checks. */
@RestController
final class HealthController {

    private static final int TIMEOUT_SECONDS = 2;

    private final DataSource dataSource;

    HealthController(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Cost(Cost.NOTHING)
    @GetMapping("/health")
    ResponseEntity<Map<String, String>> health() {
        return databaseAnswers()
                ? ResponseEntity.ok(Map.of("status", "up"))
                : ResponseEntity.status(503).body(Map.of("status", "the database does not answer"));
    }

    private boolean databaseAnswers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(TIMEOUT_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
