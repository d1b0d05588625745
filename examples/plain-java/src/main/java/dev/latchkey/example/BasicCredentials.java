package dev.latchkey.example;

import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.http.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an owner proves who it is: HTTP Basic (RFC 7617), workspace and password. */
final class BasicCredentials {

    private static final String SCHEME = "Basic ";
    private static final int MAX_LENGTH = 1_000;

    private BasicCredentials() {}

    /** {@return the workspace of the owner who sends the request} */
    static Workspace requireOwner(Request request, Workspaces workspaces) {
        return credentials(request.authorization())
                .flatMap(pair -> workspaces.authenticate(pair[0], pair[1]))
                .orElseThrow(() -> new Failure(new ErrorAnswer(
                        401,
                        Map.of(
                                "Content-Type", "application/json",
                                "WWW-Authenticate", "Basic realm=\"example\", charset=\"UTF-8\""),
                        Json.print(Map.of(
                                "error", "owner's credentials required", "code", ErrorCode.UNAUTHENTICATED.code())))));
    }

    private static Optional<String[]> credentials(List<String> headers) {
        if (headers.size() != 1
                || headers.get(0).length() > MAX_LENGTH
                || !headers.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(headers.get(0).substring(SCHEME.length()).strip());
            String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            return pair.length == 2 ? Optional.of(pair) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
