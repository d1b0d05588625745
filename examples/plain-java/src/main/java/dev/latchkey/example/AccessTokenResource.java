package dev.latchkey.example;

import dev.latchkey.AccessTokens;
import dev.latchkey.ConflictingRequestException;
import dev.latchkey.Issuance;
import dev.latchkey.IssueRequest;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.Tokens;
import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.http.ErrorCode;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /v1beta/access-tokens}: the operations of an Access Management page. */
final class AccessTokenResource implements Resource {

    private static final String ONE_ALLOWS = "GET, HEAD, PATCH, DELETE";
    private static final String ALL_ALLOW = "GET, HEAD, POST";
    private static final int MAX_PAGE_SIZE = 1_000;

    private final AccessTokens tokens;
    private final Workspaces workspaces;

    AccessTokenResource(AccessTokens tokens, Workspaces workspaces) {
        this.tokens = tokens;
        this.workspaces = workspaces;
    }

    @Override
    public String name() {
        return "access-tokens";
    }

    @Override
    public Map<String, Object> handle(Request request) {
        Workspace owner = BasicCredentials.requireOwner(request, workspaces);
        Tokens owned = tokens.ownedBy(owner.name()).by(owner.ownersAccount());
        boolean one = request.path().size() == 3;
        if (one && request.path().get(2).contains(":")) {
            return call(owned, owner, request);
        }
        return switch (request.method()) {
            case "GET" -> one ? AccessTokenJson.print(live(owned, request.path().get(2))) : list(owned, request);
            case "POST" -> create(owner, request, one);
            case "PATCH" -> patch(owned, owner, request, one);
            case "DELETE" -> delete(owned, request, one);
            default -> throw Router.methodNotAllowed(one ? ONE_ALLOWS : ALL_ALLOW);
        };
    }

    private Map<String, Object> create(Workspace owner, Request request, boolean one) {
        if (one) {
            throw Router.methodNotAllowed(ONE_ALLOWS);
        }
        Json wanted = request.body()
                .withOnly("access_token")
                .object("access_token")
                .withOnly("description", "scopes", "workspace_names", "expire_time", "attributes");
        String description = wanted.text("description");
        if (description.isBlank()) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, "description must not be blank");
        }
        String scopes = wanted.text("scopes");
        if (scopes.isBlank()) {
            throw new Failure(
                    ErrorCode.INVALID_ARGUMENT, "scopes must name at least one scope, workspace:read for example");
        }
        List<String> names = wanted.texts("workspace_names");
        Optional<Instant> expireTime = wanted.optionalText("expire_time").map(Rfc3339::parse);
        if (!names.stream().allMatch(owner.name()::equals)) {
            throw new Failure(ErrorCode.PERMISSION_DENIED, "workspace_names names a workspace that is not yours");
        }
        Map<String, String> attributes = wanted.textsByName("attributes");
        return refusingBadInput(() -> {
            IssueRequest asked = IssueRequest.forOwner(owner.name())
                    .describedAs(description)
                    .withScopes(AccessTokenJson.scopes(owner, ScopeSet.parse(scopes), names))
                    .grantedBy(owner.ownersAccount(), ScopeSet.of(List.of(owner.all())));
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                asked = asked.withAttribute(attribute.getKey(), attribute.getValue());
            }
            return AccessTokenJson.print(
                    issue(request, expireTime.map(asked::expiringAt).orElse(asked)));
        });
    }

    private Issuance issue(Request request, IssueRequest asked) {
        Optional<String> key = request.header("Idempotency-Key");
        return key.isPresent()
                ? tokens.issuer().issueOnce(key.get(), asked)
                : tokens.issuer().issue(asked);
    }

    private static Map<String, Object> patch(Tokens owned, Workspace owner, Request request, boolean one) {
        if (!one) {
            throw Router.methodNotAllowed(ALL_ALLOW);
        }
        StoredToken token = live(owned, request.path().get(2));
        return refusingBadInput(() -> new AccessTokenUpdates(owned, owner).patch(token, request.body()));
    }

    /** Custom methods are POST to {@code access-tokens/ID:METHOD}. */
    private static Map<String, Object> call(Tokens owned, Workspace owner, Request request) {
        String[] parts = request.path().get(2).split(":", 2);
        if (!request.method().equals("POST")) {
            throw Router.methodNotAllowed("POST");
        }
        StoredToken token = live(owned, parts[0]);
        return refusingBadInput(() -> new AccessTokenUpdates(owned, owner).call(parts[1], token.id(), request))
                .orElseThrow(() -> new Failure(HttpErrors.NOT_FOUND, "not found"));
    }

    private Map<String, Object> list(Tokens owned, Request request) {
        TokenList page = refusingBadInput(() -> {
            TokenQuery query = TokenQuery.all().unrevoked().newestFirst().limit(pageSize(request));
            return owned.list(from(query, request.query("page_token").orElse("")));
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "access_tokens",
                page.tokens().stream().map(AccessTokenJson::print).toList());
        answer.put("next_page_token", page.next().orElse(""));
        return answer;
    }

    /** An empty page token is the first page, as the last page returns it. */
    private static TokenQuery from(TokenQuery query, String pageToken) {
        try {
            return pageToken.isEmpty() ? query : query.after(pageToken);
        } catch (IllegalArgumentException e) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, "page_token is not one that this list returned");
        }
    }

    private static int pageSize(Request request) {
        String size = request.query("page_size").orElse("100");
        int number = size.matches("[0-9]{1,4}") ? Integer.parseInt(size) : 0;
        if (number < 1 || number > MAX_PAGE_SIZE) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, "page_size must be a number from 1 to " + MAX_PAGE_SIZE);
        }
        return number;
    }

    private Map<String, Object> delete(Tokens owned, Request request, boolean one) {
        if (!one) {
            throw Router.methodNotAllowed(ALL_ALLOW);
        }
        owned.revoke(live(owned, request.path().get(2)).id(), "deleted by its owner");
        return Map.of();
    }

    /** A deleted token does not exist for its owner, but its record is kept for audit. */
    private static StoredToken live(Tokens owned, String id) {
        return TokenId.parse(id)
                .flatMap(owned::find)
                .filter(token -> token.revocation().isEmpty())
                .orElseThrow(() -> new Failure(HttpErrors.NOT_FOUND, "access token not found"));
    }

    /** A caller's mistake, by the library's exception, is the client's mistake here. */
    private static <T> T refusingBadInput(Supplier<T> call) {
        try {
            return call.get();
        } catch (ConflictingRequestException e) {
            throw new Failure(HttpErrors.CONFLICTING_REQUEST, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw new Failure(HttpErrors.FAILED_PRECONDITION, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }
}
