package dev.latchkey.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Requests to the page: right ones, bent ones and nonsense, with and without what proves that a form is its own. */
final class RandomRequests {

    static final String CSRF = "csrf-value";

    /** Stand for the id of an own token, that of another owner's, and the cursor of a list. */
    static final String OWN = "ID";

    static final String THEIRS = "OTHER";
    static final String CURSOR = "AQAAAA";

    static final String MARKUP = "<canary onload=canary()>";

    /** If one of these is in an answer as it is here, it was not escaped, or was evaluated. */
    private static final List<String> CANARIES = List.of(
            MARKUP,
            "\" onfocus=\"canary()",
            "' onfocus='canary()",
            "</title><canary>",
            "--><canary>",
            "javascript:canary()",
            "x\r\nSet-Cookie: canary=1",
            "${1234*2}",
            "#{1234*2}{{1234*2}}<%= 1234*2 %>",
            "@template.canary()@raw!{1234*2}",
            "{0}{1}");

    static final List<String> SCREENS = List.of(
            ("/ /new /revoke /revoke-all /leak /history /history.csv /ID /ID/edit /ID/narrow /ID/shorten /ID/rotate"
                            + " /ID/end /ID/disable /ID/enable /ID/revoke")
                    .split(" "));

    private static final List<String> NAMES = List.of(
            ("step description scope row-sources:read reach resource search days until sure key reason other why"
                            + " overlap keep proposed to id token actor after state sort from preset done q by idle"
                            + " within only leaked csrf =")
                    .split(" "));

    private static final List<String> VALUES = List.of(
            ("= review create edit workspace:read workspace:write@workspaces/acme sources:write billing chosen all"
                            + " custom never 7 90 -1 2026-03-12 +999999999-12-31 -999999999-01-01 yes"
                            + " page-AAAAAAAAAAAAAAAAAAAAAAAA leaked other \u0000 \ud800 \u202e 1440 a@b@c * reporting"
                            + " inactive expiry use used unused forever disabled reported % ü 99999999999999999999"
                            + " AQAAAA ID OTHER csrf-value")
                    .split(" "));

    private static final List<String> BENDS = List.of("/ // /./ /../ /..;/ %2F %2e%2e %00 ;x=1 \\ \r\n".split(" "));

    private RandomRequests() {}

    /** A request; its ids are filled in when it is sent. */
    record Sent(String method, String path, List<String> query, List<String> form, Map<String, String> headers) {}

    static Arbitrary<Sent> any() {
        Arbitrary<String> methods =
                Arbitraries.of("GET", "GET", "HEAD", "POST", "POST", "POST", "PUT", "DELETE", "TRACE", "get", "");
        Arbitrary<List<String>> form = Combinators.combine(fields(), Arbitraries.of(true, true, false))
                .as((fields, right) -> {
                    List<String> all = new ArrayList<>(fields);
                    if (right) {
                        all.add("csrf=" + CSRF);
                    }
                    return all;
                });
        return Combinators.combine(methods, paths(), fields(), form, headers()).as(Sent::new);
    }

    private static Arbitrary<String> values() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(VALUES).map(value -> value.equals("=") ? "" : value)),
                Tuple.of(3, Arbitraries.of(CANARIES)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(300)));
    }

    private static Arbitrary<List<String>> fields() {
        return Combinators.combine(Arbitraries.of(NAMES), values())
                .as((name, value) -> TestService.form(name, value))
                .list()
                .ofMaxSize(8);
    }

    private static Arbitrary<String> paths() {
        Arbitrary<String> known = Arbitraries.of(SCREENS);
        Arbitrary<String> bent = Combinators.combine(
                        known, Arbitraries.of(BENDS), Arbitraries.integers().between(0, 30))
                .as((path, bend, at) -> {
                    int place = Math.min(at, path.length());
                    return path.substring(0, place) + bend + path.substring(place);
                });
        return Arbitraries.frequencyOf(
                Tuple.of(6, known), Tuple.of(2, bent), Tuple.of(1, values().map(value -> "/" + value)));
    }

    private static Arbitrary<Map<String, String>> headers() {
        Arbitrary<String> site = Arbitraries.of("same-origin", "same-origin", "same-origin", "cross-site", "none", "");
        Arbitrary<String> type = Arbitraries.of(
                "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "text/plain", "");
        Arbitrary<String> any =
                Arbitraries.oneOf(Arbitraries.of(CANARIES), Arbitraries.of("https://example.org", "null"));
        return Combinators.combine(site, type, any, any).as((fetch, content, origin, other) -> {
            Map<String, String> headers = new HashMap<>(Map.of("Host", "example.org", "Origin", origin));
            List.of("User-Agent", "Accept-Encoding", "Cookie").forEach(name -> headers.put(name, other));
            headers.put("Content-Type", content);
            if (!fetch.isEmpty()) {
                headers.put("Sec-Fetch-Site", fetch);
            }
            return headers;
        });
    }
}
