package dev.latchkey.example;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.Tokens;
import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.http.ErrorCode;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /v1beta/access-tokens}: what an owner does on an Access Management page. */
final class AccessTokenResource implements Resource {

    private static final String ONE_ALLOWS = "GET, HEAD, DELETE";
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
        return switch (request.method()) {
            case "GET" -> one ? print(live(owned, request)) : list(owned, request);
            case "POST" -> create(owner, request, one);
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
                .withOnly("description", "scopes", "workspace_names", "expire_time");
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
        IssuedToken issued = refusingBadInput(() -> {
            IssueRequest asked = IssueRequest.forOwner(owner.name())
                    .describedAs(description)
                    .withScopes(on(owner, ScopeSet.parse(scopes), names))
                    .grantedBy(owner.ownersAccount(), ScopeSet.of(List.of(owner.all())));
            return tokens.issuer().issue(expireTime.map(asked::expiringAt).orElse(asked));
        });
        Map<String, Object> answer = print(issued.stored());
        answer.put("token", issued.reveal());
        return answer;
    }

    /** Each scope on each workspace; the catalogue says which scopes there are. */
    private static ScopeSet on(Workspace owner, ScopeSet scopes, List<String> workspaceNames) {
        ExampleService.SCOPES.requireKnown(scopes);
        List<Scope> bound = new ArrayList<>();
        for (Scope scope : scopes.members()) {
            if (scope.resource().isPresent()) {
                throw new IllegalArgumentException("scope " + scope + " names a resource; workspace_names does that");
            }
            workspaceNames.forEach(workspace -> bound.add(scope.onResource("workspaces", owner.slug())));
        }
        return ScopeSet.of(bound);
    }

    private Map<String, Object> list(Tokens owned, Request request) {
        TokenList page = refusingBadInput(() -> {
            TokenQuery query = TokenQuery.all().unrevoked().newestFirst().limit(pageSize(request));
            return owned.list(from(query, request.query("page_token").orElse("")));
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "access_tokens",
                page.tokens().stream().map(AccessTokenResource::print).toList());
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
        owned.revoke(live(owned, request).id(), "deleted by its owner");
        return Map.of();
    }

    /** A deleted token is gone for its owner, though its record stays for audit. */
    private static StoredToken live(Tokens owned, Request request) {
        return TokenId.parse(request.path().get(2))
                .flatMap(owned::find)
                .filter(token -> token.revokedAt().isEmpty())
                .orElseThrow(() -> new Failure(HttpErrors.NOT_FOUND, "access token not found"));
    }

    /** What the library refuses as a caller's mistake is, here, the client's. */
    private static <T> T refusingBadInput(Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalArgumentException e) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> print(StoredToken token) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", "access-tokens/" + token.id());
        answer.put("description", token.description());
        answer.put(
                "scopes",
                String.join(
                        " ",
                        token.scopes().members().stream()
                                .map(Scope::permission)
                                .distinct()
                                .toList()));
        answer.put(
                "workspace_names",
                token.scopes().members().stream()
                        .flatMap(scope -> scope.resource().stream())
                        .distinct()
                        .toList());
        answer.put("create_time", token.issuedAt().toString());
        token.expiresAt().ifPresent(time -> answer.put("expire_time", time.toString()));
        return answer;
    }
}
