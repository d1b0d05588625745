package dev.latchkey.example;

import dev.latchkey.AccessToken;
import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.http.BearerGate;
import dev.latchkey.http.ErrorCode;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /v1beta/workspaces}: for clients with a token. */
final class WorkspaceResource implements Resource {

    private static final Scope READ = Scope.of("workspace:read");
    private static final Scope WRITE = Scope.of("workspace:write");
    private static final int MAX_DISPLAY_NAME = 255;

    private final BearerGate gate;
    private final Workspaces workspaces;

    WorkspaceResource(BearerGate gate, Workspaces workspaces) {
        this.gate = gate;
        this.workspaces = workspaces;
    }

    @Override
    public String name() {
        return "workspaces";
    }

    @Override
    public Map<String, Object> handle(Request request) {
        boolean one = request.path().size() == 3;
        return switch (request.method()) {
            case "GET" -> one ? print(readable(request)) : list(request);
            case "PATCH" -> rename(request, one);
            default -> throw Router.methodNotAllowed(one ? "GET, HEAD, PATCH" : "GET, HEAD");
        };
    }

    private Map<String, Object> list(Request request) {
        AccessToken token = require(request, ScopeRequirement.anywhere(READ));
        return Map.of(
                "workspaces",
                workspaces.all().stream()
                        .filter(workspace -> token.resourcesFor(READ).contains("workspaces", workspace.slug()))
                        .map(WorkspaceResource::print)
                        .toList());
    }

    /** A workspace that the token may not read is reported as not found, so that its existence is not revealed. */
    private Workspace readable(Request request) {
        AccessToken token = require(request, ScopeRequirement.anywhere(READ));
        String slug = request.path().get(2);
        if (!token.permits(READ.on("workspaces", slug))) {
            throw new Failure(HttpErrors.NOT_FOUND, "workspace not found");
        }
        return workspaces.find(slug).orElseThrow(() -> new Failure(HttpErrors.NOT_FOUND, "workspace not found"));
    }

    private Map<String, Object> rename(Request request, boolean one) {
        if (!one) {
            throw Router.methodNotAllowed("GET, HEAD");
        }
        Workspace workspace = readable(request);
        require(request, WRITE.on("workspaces", workspace.slug()));
        String displayName = request.body()
                .withOnly("workspace")
                .object("workspace")
                .withOnly("display_name")
                .text("display_name");
        if (displayName.isBlank() || displayName.length() > MAX_DISPLAY_NAME || !isPrintable(displayName)) {
            throw new Failure(
                    ErrorCode.INVALID_ARGUMENT,
                    "display_name must have 1 to 255 characters, none of them a control character");
        }
        workspaces.rename(workspace.slug(), displayName);
        return print(workspaces.find(workspace.slug()).orElseThrow());
    }

    private static boolean isPrintable(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private AccessToken require(Request request, ScopeRequirement required) {
        BearerGate.Outcome outcome = gate.check(request.authorization(), required);
        if (outcome instanceof BearerGate.Passed passed) {
            return passed.token();
        }
        throw new Failure(((BearerGate.Refused) outcome).answer());
    }

    private static Map<String, Object> print(Workspace workspace) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", workspace.name());
        answer.put("display_name", workspace.displayName());
        answer.put("id", workspace.id());
        answer.put("create_time", workspace.createTime().toString());
        return answer;
    }
}
