package dev.latchkey.example.workspaceapi;

import dev.latchkey.example.workspaceapi.Workspaces.Workspace;
import dev.latchkey.page.Brand;
import dev.latchkey.page.PageHost;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import dev.latchkey.page.ResourceChoices;
import dev.latchkey.page.Viewer;
import dev.latchkey.page.Visit;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

// region page
/** What the Access Management page asks of this service: owners create and manage tokens, members look at them. */
@Component
class ManagementPage implements PageHost {

    private static final String ACCOUNTS = "accounts/";

    private final Workspaces workspaces;

    ManagementPage(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public Optional<Visit> visit(PageRequest request) {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(Authentication::getName)
                .flatMap(account -> workspaces.ofAccount(account).map(workspace -> visit(account, workspace)));
    }

    private static Visit visit(String account, Workspace workspace) {
        Viewer viewer =
                new Viewer(ACCOUNTS + account, account, ZoneId.systemDefault(), LocaleContextHolder.getLocale());
        Visit visit = Visit.of(viewer, workspace.name());
        return workspace.isOwnedBy(account)
                ? visit.creating(workspace.ownersScopes()).managing()
                : visit;
    }

    @Override
    public PageResponse answerToNobody(PageRequest request) {
        return PageResponse.redirect("/login");
    }

    @Override
    public Brand brand() {
        return Brand.named("Example").withBackLink("/logout", "Sign out");
    }

    @Override
    public ResourceChoices resources(Visit visit, String search) {
        return ResourceChoices.within(visit.owner());
    }

    @Override
    public Optional<String> exampleRequest(Visit visit) {
        return Optional.of(ServletUriComponentsBuilder.fromCurrentContextPath()
                .path("/v1beta/workspaces")
                .toUriString());
    }

    @Override
    public String nameOf(String actor) {
        return actor.startsWith(ACCOUNTS) ? actor.substring(ACCOUNTS.length()) : actor;
    }
}
// endregion
