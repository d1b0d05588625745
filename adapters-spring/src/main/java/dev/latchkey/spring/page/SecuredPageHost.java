package dev.latchkey.spring.page;

import dev.latchkey.page.Brand;
import dev.latchkey.page.CsrfField;
import dev.latchkey.page.PageHost;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import dev.latchkey.page.ResourceChoices;
import dev.latchkey.page.Visit;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.spring.security.LatchkeyAuthentication;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * A host whose forms have Spring Security's CSRF token, and whose viewers signed in to it, recently if that is required.
 *
 * <p>What the host itself answers comes first. A request that is authenticated by an access token is nobody's, so
 * that a token cannot be used to create others.
 */
final class SecuredPageHost implements PageHost {

    private final PageHost host;
    private final SecurityContextHolderStrategy contexts;
    private final Function<PageRequest, Optional<FormToken>> formToken;
    private final Function<PageRequest, Optional<String>> signIn;

    /**
     * @param host the host
     * @param contexts has the authentication of the calling thread
     * @param formToken the CSRF token of a request, if there is one
     * @param signIn where to sign in again; empty if that is not necessary
     */
    SecuredPageHost(
            PageHost host,
            SecurityContextHolderStrategy contexts,
            Function<PageRequest, Optional<FormToken>> formToken,
            Function<PageRequest, Optional<String>> signIn) {
        this.host = host;
        this.contexts = contexts;
        this.formToken = formToken;
        this.signIn = signIn;
    }

    @Override
    public Optional<Visit> visit(PageRequest request) {
        return contexts.getContext().getAuthentication() instanceof LatchkeyAuthentication
                ? Optional.empty()
                : host.visit(request);
    }

    @Override
    public Optional<CsrfField> csrfField(PageRequest request) {
        return host.csrfField(request).or(() -> formToken.apply(request).map(token -> token.field(request)));
    }

    @Override
    public Optional<String> signInAgain(PageRequest request) {
        return host.signInAgain(request).or(() -> signIn.apply(request));
    }

    @Override
    public PageResponse answerToNobody(PageRequest request) {
        return host.answerToNobody(request);
    }

    @Override
    public Brand brand() {
        return host.brand();
    }

    @Override
    public ResourceChoices resources(Visit visit, String search) {
        return host.resources(visit, search);
    }

    @Override
    public Optional<ScopeSet> ownerScopes(Visit visit) {
        return host.ownerScopes(visit);
    }

    @Override
    public Optional<String> exampleRequest(Visit visit) {
        return host.exampleRequest(visit);
    }

    @Override
    public String nameOf(String actor) {
        return host.nameOf(actor);
    }
}
