package dev.latchkey.page;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.page.view.Messages;
import dev.latchkey.scope.ScopeCatalog;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The Access Management page of a service: owners see, create, rotate, change and revoke their tokens.
 *
 * <pre>{@code
 * AccessPage page = AccessPage.of(tokens, catalog, host);
 * server.createContext("/settings/access-management", new AccessPageHandler(page));
 * }</pre>
 *
 * <p>It works without JavaScript, loads nothing from other servers, and keeps no state between requests. Only the
 * answer to the form that creates a token shows its text. All links are relative to the mount. Every method returns a
 * new page. Immutable and thread-safe.
 */
public final class AccessPage {

    private final Settings settings;
    private final Routes routes;

    private AccessPage(Settings settings) {
        this.settings = settings;
        this.routes = new Routes(settings);
    }

    /**
     * {@return the page, for tokens that are issued under {@link IssuePolicy#standard()}}
     *
     * @param tokens the service's tokens
     * @param catalog what tokens may be created with: the scope policy with which {@code tokens} was built
     * @param host says who is looking
     */
    public static AccessPage of(AccessTokens tokens, ScopeCatalog catalog, PageHost host) {
        return new AccessPage(new Settings(
                new Settings.Service(tokens, catalog, IssuePolicy.standard(), InstantSource.system()),
                host,
                Assets.of(host.brand()),
                Map.of()));
    }

    /**
     * {@return this page with another issue policy, whose lifetimes the form offers}
     *
     * @param policy the policy that the service's tokens were built with, which decides independently of the form
     */
    public AccessPage withIssuePolicy(IssuePolicy policy) {
        return new AccessPage(settings.with(settings.service().with(policy)));
    }

    /**
     * {@return this page with another clock}
     *
     * @param clock the one with which the service's tokens were built
     */
    public AccessPage withClock(InstantSource clock) {
        return new AccessPage(settings.with(settings.service().with(clock)));
    }

    /**
     * {@return this page with a translation, or with other words in English or German}
     *
     * @param language the language, such as {@code Locale.FRENCH}; its country is not looked at
     * @param texts by the keys of {@link #texts()}; what is missing is shown in English
     */
    public AccessPage withTranslation(Locale language, Map<String, String> texts) {
        Map<String, Map<String, String>> all = new HashMap<>(settings.translations());
        all.put(language.getLanguage(), Map.copyOf(texts));
        return new AccessPage(settings.with(Map.copyOf(all)));
    }

    /** {@return the English texts by their keys, for translators} */
    public static Map<String, String> texts() {
        return Messages.english();
    }

    /**
     * Answers a request; throws nothing. A request that changes something is refused unless it comes from a form of
     * this page.
     *
     * @param request the request
     * @return the answer, with all headers that it needs
     */
    public PageResponse handle(PageRequest request) {
        return routes.answer(request);
    }
}
