package dev.latchkey.example;

import com.sun.net.httpserver.HttpExchange;
import dev.latchkey.example.Workspaces.Account;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who has signed in, by a cookie; in memory, so a restart signs everybody out. */
final class Sessions {

    static final String COOKIE = "example-session";

    private static final Duration LONGEST = Duration.ofHours(8);
    private static final int MOST = 10_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Session> byCookie = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Somebody who has signed in.
     *
     * @param account who
     * @param name by which name
     * @param since when
     * @param csrf what the forms of this session repeat
     */
    record Session(Account account, String name, Instant since, String csrf) {}

    /** {@return the cookie of a new session, for {@code Set-Cookie}} Behind TLS, it would be {@code Secure} as well. */
    String begin(Account account, String name) {
        byCookie.values().removeIf(session -> !isRunning(session));
        if (byCookie.size() >= MOST) {
            byCookie.clear();
        }
        String value = random();
        byCookie.put(value, new Session(account, name, clock.instant(), random()));
        return COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Lax";
    }

    /** {@return a cookie that ends the session at the browser too} */
    String end(HttpExchange exchange) {
        cookie(exchange).ifPresent(byCookie::remove);
        return COOKIE + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0";
    }

    Optional<Session> find(HttpExchange exchange) {
        return cookie(exchange)
                .flatMap(value -> Optional.ofNullable(byCookie.get(value)))
                .filter(this::isRunning);
    }

    boolean isYoungerThan(Session session, Duration age) {
        return session.since().plus(age).isAfter(clock.instant());
    }

    private boolean isRunning(Session session) {
        return isYoungerThan(session, LONGEST);
    }

    private static Optional<String> cookie(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Cookie", java.util.List.of()).stream()
                .flatMap(header -> java.util.Arrays.stream(header.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(COOKIE + "="))
                .map(pair -> pair.substring(COOKIE.length() + 1))
                .findFirst();
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
