package dev.latchkey.spring.actuate;

import dev.latchkey.AccessTokens;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import java.util.Set;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether tokens can be verified: reads from the store by primary key, as a verification does.
 *
 * <p>Thread-safe.
 */
public final class LatchkeyHealthIndicator extends AbstractHealthIndicator {

    /** An id that no token has. */
    private static final Set<TokenId> NOBODY = Set.of(TokenId.of(0, 0));

    private final TokenStore store;
    private final AccessTokens tokens;

    /**
     * Makes an indicator.
     *
     * @param store the store to read from
     * @param tokens its lease age is a detail, where records are cached
     */
    public LatchkeyHealthIndicator(TokenStore store, AccessTokens tokens) {
        super("Access tokens cannot be verified");
        this.store = store;
        this.tokens = tokens;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        tokens.statistics().records().feed().leaseAge().ifPresent(age -> health.withDetail("leaseAge", age.toString()));
        store.findCommitted(NOBODY, null);
        health.up();
    }
}
