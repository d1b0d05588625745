package dev.latchkey.example;

import com.sun.net.httpserver.HttpExchange;
import dev.latchkey.example.Sessions.Session;
import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.page.Brand;
import dev.latchkey.page.CsrfField;
import dev.latchkey.page.PageHost;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import dev.latchkey.page.ResourceChoices;
import dev.latchkey.page.Viewer;
import dev.latchkey.page.Visit;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What the Access Management page asks of this service: owners create and manage tokens, members look at them. */
final class ManagementPage implements PageHost {

    static final String PATH = "/settings/access-management";

    private static final Duration RECENT = Duration.ofHours(1);
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final Workspaces workspaces;
    private final Sessions sessions;
    private final Supplier<String> url;

    ManagementPage(Workspaces workspaces, Sessions sessions, Supplier<String> url) {
        this.workspaces = workspaces;
        this.sessions = sessions;
        this.url = url;
    }

    private Optional<Session> session(PageRequest request) {
        return request.original(HttpExchange.class).flatMap(sessions::find);
    }

    @Override
    public Optional<Visit> visit(PageRequest request) {
        return session(request).flatMap(session -> {
            // Read again, because a user's rights can change while the user is signed in.
            Optional<Workspace> found =
                    workspaces.find(session.account().workspace().slug());
            return found.map(workspace -> visit(session, workspace, request));
        });
    }

    private static Visit visit(Session session, Workspace workspace, PageRequest request) {
        String actor = "accounts/" + session.name();
        Visit visit =
                Visit.of(new Viewer(actor, session.name(), ZoneId.systemDefault(), locale(request)), workspace.name());
        return session.account().isOwner()
                ? visit.creating(ScopeSet.of(workspace.all())).managing()
                : visit;
    }

    private static Locale locale(PageRequest request) {
        try {
            List<Locale.LanguageRange> wanted =
                    Locale.LanguageRange.parse(request.header("Accept-Language").orElse("en"));
            return Optional.ofNullable(Locale.lookup(wanted, LANGUAGES)).orElse(Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }

    @Override
    public PageResponse answerToNobody(PageRequest request) {
        return PageResponse.redirect(SignIn.PATH);
    }

    @Override
    public Brand brand() {
        return Brand.named("Example").withBackLink(SignIn.PATH, "Your account");
    }

    @Override
    public ResourceChoices resources(Visit visit, String search) {
        return ResourceChoices.within(visit.owner());
    }

    @Override
    public Optional<CsrfField> csrfField(PageRequest request) {
        return session(request).map(session -> CsrfField.of("csrf", session.csrf()));
    }

    @Override
    public Optional<String> signInAgain(PageRequest request) {
        return session(request)
                .filter(session -> !sessions.isYoungerThan(session, RECENT))
                .map(session -> SignIn.PATH + "?again");
    }

    @Override
    public Optional<String> exampleRequest(Visit visit) {
        return Optional.of(url.get() + "/v1beta/workspaces");
    }

    @Override
    public String nameOf(String actor) {
        return actor.startsWith("accounts/") ? actor.substring("accounts/".length()) : actor;
    }
}
