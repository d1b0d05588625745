package dev.latchkey.example.workspaceapi;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.Tokens;
import dev.latchkey.example.workspaceapi.Workspaces.Workspace;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1beta/access-tokens}: what an owner does on an Access Management page. */
@RestController
@RequestMapping("/v1beta/access-tokens")
class AccessTokenController {

    private final AccessTokens tokens;
    private final ScopeCatalog catalog;
    private final Workspaces workspaces;

    AccessTokenController(AccessTokens tokens, ScopeCatalog catalog, Workspaces workspaces) {
        this.tokens = tokens;
        this.catalog = catalog;
        this.workspaces = workspaces;
    }

    record Creation(@Nullable Wanted accessToken) {}

    record Wanted(
            @Nullable String description,
            @Nullable String scopes,
            @Nullable List<String> workspaceNames,
            @Nullable Instant expireTime) {}

    record View(
            String name,
            String description,
            String scopes,
            List<String> workspaceNames,
            String createTime,
            @Nullable String expireTime,
            @Nullable String token) {

        static View of(StoredToken stored, @Nullable String text) {
            List<Scope> scopes = stored.scopes().members();
            return new View(
                    "access-tokens/" + stored.id(),
                    stored.description(),
                    String.join(
                            " ",
                            scopes.stream().map(Scope::permission).distinct().toList()),
                    scopes.stream()
                            .flatMap(scope -> scope.resource().stream())
                            .distinct()
                            .toList(),
                    stored.issuedAt().toString(),
                    stored.expiresAt().map(Instant::toString).orElse(null),
                    text);
        }
    }

    record Views(List<View> accessTokens, String nextPageToken) {}

    @PostMapping
    View create(@RequestBody Creation creation, Principal user) {
        Wanted wanted = creation.accessToken();
        if (wanted == null
                || wanted.description() == null
                || wanted.scopes() == null
                || wanted.workspaceNames() == null) {
            throw new IllegalArgumentException("access_token needs description, scopes and workspace_names");
        }
        Workspace owner = workspaceOf(user);
        if (!wanted.workspaceNames().stream().allMatch(owner.name()::equals)) {
            throw new Forbidden("workspace_names names a workspace that is not yours");
        }
        ScopeSet scopes = bound(ScopeSet.parse(wanted.scopes()), wanted.workspaceNames(), owner);
        // region issue
        IssueRequest request = IssueRequest.forOwner(owner.name())
                .describedAs(wanted.description())
                .withScopes(scopes)
                .grantedBy(owner.ownersAccount(), owner.ownersScopes());
        IssuedToken issued =
                tokens.issuer().issue(wanted.expireTime() == null ? request : request.expiringAt(wanted.expireTime()));
        return View.of(issued.stored(), issued.reveal());
        // endregion
    }

    /** {@return each scope on each workspace; the catalogue says which scopes there are} */
    private ScopeSet bound(ScopeSet scopes, List<String> workspaceNames, Workspace owner) {
        catalog.requireKnown(scopes);
        List<Scope> bound = new ArrayList<>();
        for (Scope scope : scopes.members()) {
            if (scope.resource().isPresent()) {
                throw new IllegalArgumentException("scope " + scope + " names a resource; workspace_names does that");
            }
            workspaceNames.forEach(name -> bound.add(scope.onResource("workspaces", owner.slug())));
        }
        return ScopeSet.of(bound);
    }

    @GetMapping
    Views list(
            @RequestParam(name = "page_size", defaultValue = "100") int pageSize,
            @RequestParam(name = "page_token", defaultValue = "") String pageToken,
            Principal user) {
        TokenQuery query = TokenQuery.all().unrevoked().newestFirst().limit(pageSize);
        TokenList page = owned(user).list(pageToken.isEmpty() ? query : query.after(pageToken));
        return new Views(
                page.tokens().stream().map(stored -> View.of(stored, null)).toList(),
                page.next().orElse(""));
    }

    @GetMapping("/{id}")
    View get(@PathVariable String id, Principal user) {
        return View.of(live(owned(user), id), null);
    }

    @DeleteMapping("/{id}")
    Map<String, Object> delete(@PathVariable String id, Principal user) {
        Tokens owned = owned(user);
        owned.revoke(live(owned, id).id(), "deleted by its owner");
        return Map.of();
    }

    private Workspace workspaceOf(Principal user) {
        return workspaces.find(user.getName()).orElseThrow(() -> new NotFound("workspace not found"));
    }

    private Tokens owned(Principal user) {
        Workspace owner = workspaceOf(user);
        return tokens.ownedBy(owner.name()).by(owner.ownersAccount());
    }

    /** A deleted token is gone for its owner, though its record stays for audit. */
    private static StoredToken live(Tokens owned, String id) {
        return TokenId.parse(id)
                .flatMap(owned::find)
                .filter(token -> token.revocation().isEmpty())
                .orElseThrow(() -> new NotFound("access token not found"));
    }
}
