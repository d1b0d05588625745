package dev.latchkey.benchmarks.spring.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Spring's resource server for opaque tokens. Answers are cached for a minute, so that the endpoint, which is a server
 * of its own in this process, is called once a minute for each token.
 */
@Configuration(proxyBeanMethods = false)
@Profile("introspection")
class Introspection {

    private static final Duration CACHED_FOR = Duration.ofMinutes(1);

    private final String token;

    Introspection() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http, OpaqueTokenIntrospector introspector) {
        return Chains.stateless(http)
                .oauth2ResourceServer(server -> server.opaqueToken(opaque -> opaque.introspector(introspector)))
                .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority(Chains.AUTHORITY))
                .build();
    }

    @Bean
    OpaqueTokenIntrospector introspector(HttpServer endpoint) {
        OpaqueTokenIntrospector remote = SpringOpaqueTokenIntrospector.withIntrospectionUri("http://"
                        + endpoint.getAddress().getAddress().getHostAddress() + ":"
                        + endpoint.getAddress().getPort() + "/introspect")
                .clientId("service")
                .clientSecret("benchmark")
                .build();
        Cache<String, OAuth2AuthenticatedPrincipal> answers = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(CACHED_FOR)
                .build();
        return presented -> answers.get(presented, remote::introspect);
    }

    @Bean(destroyMethod = "")
    HttpServer endpoint() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String active = "{\"active\":true,\"sub\":\"workspaces/acme\",\"scope\":\"workspace:read\",\"exp\":"
                + Instant.now().plus(Duration.ofDays(90)).getEpochSecond() + "}";
        server.createContext("/introspect", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body =
                    (form.equals("token=" + token) ? active : "{\"active\":false}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream answer = exchange.getResponseBody()) {
                answer.write(body);
            }
        });
        server.start();
        return server;
    }

    @Bean
    Credential credential() {
        return () -> "Bearer " + token;
    }
}
