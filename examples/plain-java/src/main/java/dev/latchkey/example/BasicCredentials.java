package dev.latchkey.example;

import dev.latchkey.example.Workspaces.Account;
import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.http.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** An owner's authentication: HTTP Basic (RFC 7617) with account and password. */
final class BasicCredentials {

    private static final String SCHEME = "Basic ";
    private static final int MAX_LENGTH = 1_000;

    private BasicCredentials() {}

    /** {@return the workspace of the owner who sends the request; its members are known, but refused} */
    static Workspace requireOwner(Request request, Workspaces workspaces) {
        Account account = credentials(request.authorization())
                .flatMap(pair -> workspaces.authenticate(pair[0], pair[1]))
                .orElseThrow(() -> new Failure(
                        ErrorCode.UNAUTHENTICATED,
                        "owner's credentials required",
                        "WWW-Authenticate",
                        "Basic realm=\"example\", charset=\"UTF-8\""));
        if (!account.isOwner()) {
            throw new Failure(ErrorCode.PERMISSION_DENIED, "only the owner of a workspace manages its access tokens");
        }
        return account.workspace();
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
