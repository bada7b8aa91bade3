package org.featurescope.web;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The web app, started from the command line module or, with SPRING_DATASOURCE_* in the environment, alone. */
@SpringBootApplication(proxyBeanMethods = false)
public class FeaturescopeWeb {

    public static void main(String[] arguments) {
        SpringApplication.run(FeaturescopeWeb.class, arguments);
    }

    /**
     * Starts the app and returns when it answers requests; closing the context stops it.
     *
     * @throws org.springframework.boot.web.server.PortInUseException when something else listens on the port
     */
    public static ConfigurableApplicationContext start(WebSettings settings) {
        return start(settings, Map.of());
    }

    /** The same with settings of the app, such as stand in {@code application.properties}. */
    public static ConfigurableApplicationContext start(WebSettings settings, Map<String, ?> more) {
        // A property source and not arguments, so that the password is in no list of arguments.
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("spring.datasource.url", settings.jdbcUrl());
        properties.put("server.port", settings.port());
        if (settings.user() != null) {
            properties.put("spring.datasource.username", settings.user());
        }
        if (settings.password() != null) {
            properties.put("spring.datasource.password", settings.password());
        }
        return new SpringApplicationBuilder(FeaturescopeWeb.class)
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("featurescope", properties)))
                .run();
    }

    /** The port that a started app really listens on. */
    public static int port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
