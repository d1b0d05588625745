package dev.latchkey.example.workspaceapi;

import dev.latchkey.AccessToken;
import dev.latchkey.example.workspaceapi.Workspaces.Workspace;
import dev.latchkey.scope.Scope;
import dev.latchkey.spring.security.CurrentToken;
import dev.latchkey.spring.security.RequiresScope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1beta/workspaces}: what clients do with a token. */
@RestController
@RequestMapping("/v1beta/workspaces")
class WorkspaceController {

    private static final Scope READ = Scope.of("workspace:read");
    private static final int MAX_DISPLAY_NAME = 255;

    private final Workspaces workspaces;

    WorkspaceController(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    record View(String name, String displayName, String id, String createTime) {

        static View of(Workspace workspace) {
            return new View(workspace.name(), workspace.displayName(), workspace.id(), workspace.createTime());
        }
    }

    record Views(List<View> workspaces) {}

    record Change(@Nullable Wanted workspace) {}

    record Wanted(@Nullable String displayName) {}

    // region list
    @GetMapping
    @RequiresScope(value = "workspace:read", anywhere = true)
    Views list(@CurrentToken AccessToken token) {
        return new Views(workspaces.all().stream()
                .filter(workspace -> token.resourcesFor(READ).contains("workspaces", workspace.slug()))
                .map(View::of)
                .toList());
    }
    // endregion

    /** A workspace that the token may not read is not found, whether it exists or not: its existence stays unknown. */
    @GetMapping("/{slug}")
    @RequiresScope(value = "workspace:read", anywhere = true)
    View get(@PathVariable String slug, @CurrentToken AccessToken token) {
        if (!token.permits(READ.on("workspaces", slug))) {
            throw Failure.notFound("workspace");
        }
        return workspaces.find(slug).map(View::of).orElseThrow(() -> Failure.notFound("workspace"));
    }

    @PatchMapping("/{slug}")
    @RequiresScope(value = "workspace:read", anywhere = true)
    View rename(@PathVariable String slug, @RequestBody Change change, @CurrentToken AccessToken token) {
        get(slug, token);
        String displayName =
                change.workspace() == null ? null : change.workspace().displayName();
        if (displayName == null
                || displayName.isBlank()
                || displayName.length() > MAX_DISPLAY_NAME
                || !isPrintable(displayName)) {
            throw new IllegalArgumentException(
                    "display_name must have 1 to 255 characters, none of them a control character");
        }
        workspaces.rename(slug, displayName);
        return get(slug, token);
    }

    private static boolean isPrintable(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
