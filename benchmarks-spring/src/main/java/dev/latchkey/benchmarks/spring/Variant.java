package dev.latchkey.benchmarks.spring;

import java.util.List;

/**
 * A way to protect the controller.
 *
 * @param name in the table
 * @param profile of the service
 * @param authenticates whether a wrong credential must be refused
 * @param options of the service
 */
record Variant(String name, String profile, boolean authenticates, List<String> options) {

    /** {@return all that are compared; the first one is what the others are compared with} */
    static List<Variant> all(String postgresUrl) {
        String h2 = "--spring.datasource.url=jdbc:h2:mem:benchmark";
        return List.of(
                new Variant("Spring Security, `permitAll`", "permit-all", false, List.of()),
                latchkey("Latchkey, cached records (H2)", h2, "--latchkey.revocation-within=5s"),
                latchkey("Latchkey, fresh from H2", h2, "--latchkey.revocation-within=0s"),
                latchkey(
                        "Latchkey, fresh from PostgreSQL",
                        "--spring.datasource.url=" + postgresUrl,
                        "--spring.datasource.username=postgres"),
                new Variant("JWT resource server, HS256", "jwt-hs256", true, List.of()),
                new Variant("JWT resource server, RS256", "jwt-rs256", true, List.of()),
                new Variant("opaque tokens, introspection cached", "introspection", true, List.of()),
                new Variant("HTTP Basic, BCrypt", "basic", true, List.of()));
    }

    private static Variant latchkey(String name, String first, String second) {
        return new Variant(
                name,
                "latchkey",
                true,
                List.of("--latchkey.enabled=true", "--latchkey.jdbc.initialize-schema=always", first, second));
    }
}
