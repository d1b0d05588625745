package dev.latchkey.example;

import dev.latchkey.Issuance;
import dev.latchkey.IssuedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The JSON of access tokens in requests and answers. */
final class AccessTokenJson {

    private AccessTokenJson() {}

    /** {@return each scope on each workspace; the catalogue defines the scopes} */
    static ScopeSet scopes(Workspace owner, ScopeSet scopes, List<String> workspaceNames) {
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

    /** {@return the token, and its plain text if it was issued just now} */
    static Map<String, Object> print(Issuance issuance) {
        Map<String, Object> answer = print(issuance.stored());
        if (issuance instanceof IssuedToken issued) {
            answer.put("token", issued.reveal());
        }
        return answer;
    }

    static Map<String, Object> print(StoredToken token) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", name(token));
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
        answer.put("state", token.state(Instant.now()).name().toLowerCase(Locale.ROOT));
        answer.put("create_time", token.issuedAt().toString());
        token.expiresAt().ifPresent(time -> answer.put("expire_time", time.toString()));
        token.successor().ifPresent(id -> answer.put("replaced_by", "access-tokens/" + id));
        if (!token.attributes().isEmpty()) {
            answer.put("attributes", token.attributes());
        }
        return answer;
    }

    static String name(StoredToken token) {
        return "access-tokens/" + token.id();
    }
}
