package dev.latchkey.spring.page;

import dev.latchkey.page.Brand;
import dev.latchkey.page.PageHost;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import dev.latchkey.page.ResourceChoices;
import dev.latchkey.page.Viewer;
import dev.latchkey.page.Visit;
import dev.latchkey.scope.ScopeSet;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

// region page
/** Ann owns the workspace, Bob is a member of it, nobody else is. */
class SettingsPage implements PageHost {

    private static final String WORKSPACE = "workspaces/acme";
    private static final Map<String, Visit> MEMBERS = Map.of(
            "ann",
            Visit.of(viewer("ann"), WORKSPACE)
                    .creating(ScopeSet.parse("workspace@" + WORKSPACE)) // what Ann may give to a token
                    .managing(),
            "bob",
            Visit.of(viewer("bob"), WORKSPACE));

    @Override
    public Optional<Visit> visit(PageRequest request) {
        Authentication user = SecurityContextHolder.getContext().getAuthentication();
        return Optional.ofNullable(user).map(Authentication::getName).map(MEMBERS::get);
    }

    @Override
    public PageResponse answerToNobody(PageRequest request) {
        return PageResponse.redirect("/login");
    }

    @Override
    public Brand brand() {
        return Brand.named("Acme").withBackLink("/settings", "Settings");
    }

    @Override
    public ResourceChoices resources(Visit visit, String search) {
        return ResourceChoices.within(visit.owner());
    }

    private static Viewer viewer(String name) {
        return new Viewer("users/" + name, name, ZoneOffset.UTC, Locale.ENGLISH);
    }
}
// endregion
