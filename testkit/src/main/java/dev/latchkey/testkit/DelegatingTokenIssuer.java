package dev.latchkey.testkit;

import dev.latchkey.Issuance;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.TokenIssuer;
import java.util.Objects;

/**
 * Delegates every call to another issuer. A subclass overrides the methods that it counts, changes, or lets fail.
 *
 * <p>As thread-safe as the other issuer.
 */
public class DelegatingTokenIssuer implements TokenIssuer {

    private final TokenIssuer delegate;

    /**
     * Creates an issuer that delegates every call.
     *
     * @param delegate the other issuer
     */
    public DelegatingTokenIssuer(TokenIssuer delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** {@return the other issuer} */
    protected final TokenIssuer delegate() {
        return delegate;
    }

    @Override
    public IssuedToken issue(IssueRequest request) {
        return delegate.issue(request);
    }

    @Override
    public Issuance issueOnce(String requestKey, IssueRequest request) {
        return delegate.issueOnce(requestKey, request);
    }
}
