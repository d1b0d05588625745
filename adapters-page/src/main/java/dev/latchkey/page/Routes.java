package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.MessageView.Link;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the screen of a request, and decides whether the viewer may see it, before it is asked. */
final class Routes {

    private static final Logger LOG = System.getLogger(Routes.class.getName());

    /** Names of screens are lower case, ids of tokens are not: neither is taken for the other. */
    private static final Pattern PATH = Pattern.compile("/([a-z.-]{0,20})|/([0-9A-Z]{26})(?:/([a-z]{1,20}))?");

    private final Settings settings;
    private final Map<String, Route> screens;
    private final Map<String, TokenRoute> tokenScreens;

    /** Which methods a screen has. */
    private enum Methods {
        GET("GET, HEAD"),
        POST("POST"),
        BOTH("GET, HEAD, POST");

        private final String allowed;

        Methods(String allowed) {
            this.allowed = allowed;
        }

        boolean has(String method) {
            return this == BOTH || method.equals("POST") == (this == POST);
        }
    }

    /** What a viewer must be allowed. */
    private enum Right {
        LOOK,
        CREATE,
        MANAGE,
        ROTATE;

        boolean has(Visit visit) {
            return switch (this) {
                case LOOK -> true;
                case CREATE -> visit.mayCreate();
                case MANAGE -> visit.mayManage();
                case ROTATE -> visit.mayCreate() && visit.mayManage();
            };
        }

        /** {@return whether it leads to a new secret} */
        boolean needsRecentSignIn() {
            return this == CREATE || this == ROTATE;
        }
    }

    private record Route(Methods methods, Right right, Function<Call, PageResponse> screen) {}

    private record TokenRoute(Methods methods, Right right, BiFunction<Call, StoredToken, PageResponse> screen) {}

    Routes(Settings settings) {
        this.settings = settings;
        this.screens = Map.of(
                "", new Route(Methods.GET, Right.LOOK, ListScreen::answer),
                "new", new Route(Methods.BOTH, Right.CREATE, CreateScreen::answer),
                "revoke", new Route(Methods.BOTH, Right.MANAGE, RevokeSeveralScreen::answer),
                "revoke-all", new Route(Methods.BOTH, Right.MANAGE, RevokeAllScreen::answer),
                "leak", new Route(Methods.BOTH, Right.MANAGE, LeakScreen::answer),
                "history", new Route(Methods.GET, Right.LOOK, HistoryScreen::answer),
                "history.csv", new Route(Methods.GET, Right.LOOK, HistoryCsv::answer));
        this.tokenScreens = Map.of(
                "", new TokenRoute(Methods.GET, Right.LOOK, TokenScreen::answer),
                "edit", new TokenRoute(Methods.BOTH, Right.MANAGE, EditScreen::answer),
                "narrow", new TokenRoute(Methods.BOTH, Right.MANAGE, NarrowScreen::answer),
                "shorten", new TokenRoute(Methods.BOTH, Right.MANAGE, ShortenScreen::answer),
                "rotate", new TokenRoute(Methods.BOTH, Right.ROTATE, RotateScreen::answer),
                "end", new TokenRoute(Methods.POST, Right.MANAGE, RotateScreen::end),
                "disable", new TokenRoute(Methods.BOTH, Right.MANAGE, DisableScreen::answer),
                "enable", new TokenRoute(Methods.POST, Right.MANAGE, DisableScreen::enable),
                "revoke", new TokenRoute(Methods.BOTH, Right.MANAGE, RevokeScreen::answer));
    }

    PageResponse answer(PageRequest request) {
        try {
            Optional<PageResponse> asset = settings.assets().find(request);
            if (asset.isPresent()) {
                return asset.get().withMissing(Pages.SECURITY);
            }
            Optional<Visit> visit = settings.host().visit(request);
            return visit.isPresent()
                    ? answer(new Call(settings, request, visit.get())).withMissing(Pages.SECURITY)
                    : settings.host().answerToNobody(request);
        } catch (UnavailableException e) {
            LOG.log(Level.WARNING, "not answered now", e);
            return Pages.failure(settings, request, 503, "unavailable").withHeaders(Map.of("Retry-After", "1"));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "failed", e);
            return Pages.failure(settings, request, 500, "failed");
        }
    }

    private PageResponse answer(Call call) {
        Matcher path = PATH.matcher(call.request().path());
        if (!path.matches()) {
            return Pages.message(call, 404, "not-found");
        }
        return path.group(2) == null ? screen(call, path.group(1)) : tokenScreen(call, path);
    }

    private PageResponse screen(Call call, String name) {
        Route route = screens.get(name);
        return route == null
                ? Pages.message(call, 404, "not-found")
                : refusal(call, route.methods(), route.right())
                        .orElseGet(() -> route.screen().apply(call));
    }

    private PageResponse tokenScreen(Call call, Matcher path) {
        TokenRoute route = tokenScreens.get(path.group(3) == null ? "" : path.group(3));
        Optional<StoredToken> token = TokenId.parse(path.group(2)).flatMap(call.tokens()::find);
        if (route == null || token.isEmpty()) {
            return Pages.message(call, 404, "not-found");
        }
        return refusal(call, route.methods(), route.right())
                .orElseGet(() -> route.screen().apply(call, token.get()));
    }

    private Optional<PageResponse> refusal(Call call, Methods methods, Right right) {
        PageRequest request = call.request();
        boolean known = request.method().equals("GET")
                || request.method().equals("HEAD")
                || request.method().equals("POST");
        if (!known || !methods.has(request.method())) {
            return Optional.of(Pages.message(call, 405, "not-allowed").withHeaders(Map.of("Allow", methods.allowed)));
        }
        if (call.posts() && !CrossSiteGuard.isOwnForm(request, settings.host().csrfField(request))) {
            return Optional.of(Pages.message(call, 403, "foreign-form"));
        }
        if (!right.has(call.visit())) {
            return Optional.of(Pages.message(call, 403, "forbidden"));
        }
        Optional<String> signIn = right.needsRecentSignIn() ? settings.host().signInAgain(request) : Optional.empty();
        return signIn.map(address -> Pages.message(
                call, 403, "sign-in-again", new Link(address, call.text().get("sign-in-again.link"))));
    }
}
