package dev.latchkey.example.workspaceapi;

import dev.latchkey.example.workspaceapi.AccessTokenJson.Wanted;
import dev.latchkey.example.workspaceapi.Workspaces.Workspace;
import dev.latchkey.http.ErrorCode;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenQuery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Reads the values of requests about access tokens; a wrong one is an IllegalArgumentException that names it. */
@Component
class AccessTokenInput {

    private static final int MAX_PAGE_SIZE = 1_000;
    private static final List<String> CHANGEABLE = List.of(
            "access_token.description", "access_token.attributes", "access_token.scopes", "access_token.expire_time");

    private final ScopeCatalog catalog;

    AccessTokenInput(ScopeCatalog catalog) {
        this.catalog = catalog;
    }

    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** {@return each scope on each workspace; the catalogue defines the scopes} */
    ScopeSet scopes(Wanted wanted, Workspace owner) {
        String text = required(wanted.scopes(), "scopes");
        if (text.isBlank()) {
            throw new IllegalArgumentException("scopes must name at least one scope, workspace:read for example");
        }
        List<String> names = required(wanted.workspaceNames(), "workspace_names");
        if (!names.stream().allMatch(owner.name()::equals)) {
            throw new Failure(ErrorCode.PERMISSION_DENIED, "workspace_names names a workspace that is not yours");
        }
        ScopeSet scopes = ScopeSet.parse(text);
        catalog.requireKnown(scopes);
        List<Scope> bound = new ArrayList<>();
        for (Scope scope : scopes.members()) {
            if (scope.resource().isPresent()) {
                throw new IllegalArgumentException("scope " + scope + " names a resource; workspace_names does that");
            }
            names.forEach(name -> bound.add(scope.onResource("workspaces", owner.slug())));
        }
        return ScopeSet.of(bound);
    }

    /** {@return the paths of an update mask, after checking that all of them can be changed} */
    static List<String> knownPaths(List<String> paths) {
        if (!CHANGEABLE.containsAll(paths)) {
            throw new IllegalArgumentException("update_mask may name " + String.join(", ", CHANGEABLE));
        }
        return paths;
    }

    /** {@return the instant of an RFC 3339 time} */
    static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expire_time must be an RFC 3339 time, 2030-01-31T12:00:00Z for example", e);
        }
    }

    /** {@return the duration, written as in JSON of protocol buffers: {@code 3600s}} */
    static Duration overlap(String text) {
        if (!text.matches("[0-9]{1,8}s")) {
            throw new IllegalArgumentException("overlap must be a number of seconds, 3600s for example");
        }
        return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }

    static TokenQuery page(@Nullable String size, String token) {
        String number = size == null ? "100" : size;
        int limit = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 0;
        if (limit < 1 || limit > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("page_size must be a number from 1 to " + MAX_PAGE_SIZE);
        }
        TokenQuery query = TokenQuery.all().unrevoked().newestFirst().limit(limit);
        try {
            return token.isEmpty() ? query : query.after(token);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("page_token is not one that this list returned", e);
        }
    }

    static Optional<String> idempotencyKey(HttpHeaders headers) {
        List<String> keys = headers.getOrEmpty("Idempotency-Key");
        if (keys.size() > 1) {
            throw new IllegalArgumentException("the header Idempotency-Key is there more than once");
        }
        return keys.stream().findFirst();
    }
}
