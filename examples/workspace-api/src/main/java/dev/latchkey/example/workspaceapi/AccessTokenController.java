package dev.latchkey.example.workspaceapi;

import static dev.latchkey.example.workspaceapi.AccessTokenInput.required;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.Rotation;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.Tokens;
import dev.latchkey.example.workspaceapi.AccessTokenJson.Created;
import dev.latchkey.example.workspaceapi.AccessTokenJson.Creation;
import dev.latchkey.example.workspaceapi.AccessTokenJson.Mask;
import dev.latchkey.example.workspaceapi.AccessTokenJson.Overlap;
import dev.latchkey.example.workspaceapi.AccessTokenJson.Reason;
import dev.latchkey.example.workspaceapi.AccessTokenJson.Rotated;
import dev.latchkey.example.workspaceapi.AccessTokenJson.Update;
import dev.latchkey.example.workspaceapi.AccessTokenJson.View;
import dev.latchkey.example.workspaceapi.AccessTokenJson.Views;
import dev.latchkey.example.workspaceapi.AccessTokenJson.Wanted;
import dev.latchkey.example.workspaceapi.Workspaces.Workspace;
import dev.latchkey.token.TokenId;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1beta/access-tokens}: the operations of an Access Management page. */
@RestController
@RequestMapping("/v1beta/access-tokens")
class AccessTokenController {

    /** Without the colon of custom methods, {@code access-tokens/ID:rotate}. */
    private static final String ONE = "/{id:[^:]+}";

    private static final Duration STANDARD_OVERLAP = Duration.ofHours(24);

    private final AccessTokens tokens;
    private final Workspaces workspaces;
    private final AccessTokenInput input;

    AccessTokenController(AccessTokens tokens, Workspaces workspaces, AccessTokenInput input) {
        this.tokens = tokens;
        this.workspaces = workspaces;
        this.input = input;
    }

    @PostMapping
    Created create(@RequestBody Creation creation, @RequestHeader HttpHeaders headers, Principal user) {
        Wanted wanted = required(creation.accessToken(), "access_token");
        Workspace owner = workspaceOf(user);
        // region issue
        IssueRequest request = IssueRequest.forOwner(owner.name())
                .describedAs(required(wanted.description(), "description"))
                .withScopes(input.scopes(wanted, owner))
                .grantedBy(owner.ownersAccount(), owner.ownersScopes());
        // endregion
        if (wanted.expireTime() != null) {
            request = request.expiringAt(AccessTokenInput.time(wanted.expireTime()));
        }
        for (Map.Entry<String, String> attribute : attributes(wanted).entrySet()) {
            request = request.withAttribute(attribute.getKey(), attribute.getValue());
        }
        Optional<String> key = AccessTokenInput.idempotencyKey(headers);
        return Created.of(
                key.isPresent()
                        ? tokens.issuer().issueOnce(key.get(), request)
                        : tokens.issuer().issue(request));
    }

    @GetMapping
    Views list(
            @RequestParam(name = "page_size", required = false) @Nullable String pageSize,
            @RequestParam(name = "page_token", defaultValue = "") String pageToken,
            Principal user) {
        TokenList page = owned(user).list(AccessTokenInput.page(pageSize, pageToken));
        return new Views(
                page.tokens().stream().map(View::of).toList(), page.next().orElse(""));
    }

    @GetMapping(ONE)
    View get(@PathVariable String id, Principal user) {
        return View.of(live(owned(user), id));
    }

    /** Changes the fields that {@code update_mask} names. Scopes can only be reduced, an expiry become earlier. */
    @PatchMapping(ONE)
    View update(@PathVariable String id, @RequestBody Update update, Principal user) {
        Tokens owned = owned(user);
        TokenId token = live(owned, id).id();
        Wanted fields = required(update.accessToken(), "access_token");
        Mask mask = required(update.updateMask(), "update_mask");
        for (String path : AccessTokenInput.knownPaths(required(mask.paths(), "paths"))) {
            switch (path) {
                case "access_token.description" -> owned.describe(token, required(fields.description(), "description"));
                case "access_token.attributes" -> owned.annotate(token, attributes(fields));
                case "access_token.scopes" -> owned.narrow(token, input.scopes(fields, workspaceOf(user)));
                default -> owned.shorten(token, AccessTokenInput.time(required(fields.expireTime(), "expire_time")));
            }
        }
        return get(id, user);
    }

    @PostMapping("/{id}:rotate")
    Rotated rotate(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Overlap overlap,
            @RequestHeader HttpHeaders headers,
            Principal user) {
        Tokens owned = owned(user);
        TokenId token = live(owned, id).id();
        Rotation rotation = Rotation.overlapping(
                overlap == null || overlap.overlap() == null
                        ? STANDARD_OVERLAP
                        : AccessTokenInput.overlap(overlap.overlap()));
        Rotation asked = AccessTokenInput.idempotencyKey(headers)
                .map(rotation::requestedAs)
                .orElse(rotation);
        try {
            return owned.rotate(token, asked).map(Rotated::of).orElseThrow(() -> Failure.notFound("access token"));
        } catch (IllegalStateException e) {
            throw new Failure(ApiErrors.FAILED_PRECONDITION, String.valueOf(e.getMessage()));
        }
    }

    @PostMapping("/{id}:disable")
    View disable(@PathVariable String id, @RequestBody(required = false) @Nullable Reason reason, Principal user) {
        Tokens owned = owned(user);
        owned.disable(
                live(owned, id).id(),
                reason == null || reason.reason() == null ? "disabled by its owner" : reason.reason());
        return get(id, user);
    }

    @PostMapping("/{id}:enable")
    View enable(@PathVariable String id, Principal user) {
        Tokens owned = owned(user);
        owned.enable(live(owned, id).id());
        return get(id, user);
    }

    @DeleteMapping(ONE)
    Map<String, Object> delete(@PathVariable String id, Principal user) {
        Tokens owned = owned(user);
        owned.revoke(live(owned, id).id(), "deleted by its owner");
        return Map.of();
    }

    private static Map<String, String> attributes(Wanted wanted) {
        return wanted.attributes() == null ? Map.of() : wanted.attributes();
    }

    private Workspace workspaceOf(Principal user) {
        return workspaces.find(user.getName()).orElseThrow(() -> Failure.notFound("workspace"));
    }

    private Tokens owned(Principal user) {
        Workspace owner = workspaceOf(user);
        return tokens.ownedBy(owner.name()).by(owner.ownersAccount());
    }

    /** A deleted token does not exist for its owner, but its record is kept for audit. */
    private static StoredToken live(Tokens owned, String id) {
        return TokenId.parse(id)
                .flatMap(owned::find)
                .filter(token -> token.revocation().isEmpty())
                .orElseThrow(() -> Failure.notFound("access token"));
    }
}
