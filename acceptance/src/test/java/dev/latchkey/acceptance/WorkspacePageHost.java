package dev.latchkey.acceptance;

import dev.latchkey.page.Brand;
import dev.latchkey.page.PageHost;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import dev.latchkey.page.ResourceChoices;
import dev.latchkey.page.Viewer;
import dev.latchkey.page.Visit;
import dev.latchkey.scope.ScopeSet;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

// region host
final class WorkspacePageHost implements PageHost {

    /** Stands for the session that your service has already. */
    private final Map<String, Visit> visits = Map.of(
            "session-of-ann",
            Visit.of(new Viewer("users/ann", "Ann", ZoneId.of("Europe/Berlin"), Locale.ENGLISH), "workspaces/acme")
                    .creating(ScopeSet.parse("workspace@workspaces/acme")) // what Ann may give to a token
                    .managing(),
            "session-of-bob",
            Visit.of(new Viewer("users/bob", "Bob", ZoneId.of("Asia/Tokyo"), Locale.ENGLISH), "workspaces/acme"));

    @Override
    public Optional<Visit> visit(PageRequest request) {
        return request.cookie("session").map(visits::get);
    }

    @Override
    public PageResponse answerToNobody(PageRequest request) {
        return PageResponse.redirect("/sign-in");
    }

    @Override
    public Brand brand() {
        return Brand.named("Acme").withBackLink("/settings", "Settings").withAccent("#0f6b46", "#7fe0b5");
    }

    @Override
    public ResourceChoices resources(Visit visit, String search) {
        return ResourceChoices.within(visit.owner());
    }
}
// endregion
