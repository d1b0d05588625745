package dev.latchkey.spring.security;

import dev.latchkey.AccessToken;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeDecision;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A request that presented a valid access token.
 *
 * <p>The principal is the {@link AccessToken}; the name is its owner. To decide what the token may do, use the token,
 * or {@link RequiresScope} and {@link LatchkeyAuthorization}, which apply the policy and the resource. Its authorities
 * are for rules by name: {@code SCOPE_} and each granted scope as it is written, where the policy and the owner's
 * rights permit it now, and {@link FactorGrantedAuthority} of a bearer token.
 *
 * <p>It belongs to one request: it is not serializable, and it declares no {@code toBuilder()}, so that Spring Security
 * does not add the authorities of a session to it. It contains no secret.
 */
public final class LatchkeyAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "SCOPE_";

    private final transient AccessToken token;
    private final transient AtomicBoolean denialReported = new AtomicBoolean();
    private transient volatile @Nullable Collection<GrantedAuthority> authorities;

    private LatchkeyAuthentication(AccessToken token) {
        super(List.of());
        this.token = Objects.requireNonNull(token, "token");
        super.setAuthenticated(true);
    }

    /**
     * {@return the authentication of a request that presented a token}
     *
     * @param token verified for this request; a test makes one by {@link dev.latchkey.UnverifiedAccessTokens}
     */
    public static LatchkeyAuthentication of(AccessToken token) {
        return new LatchkeyAuthentication(token);
    }

    /** {@return the token} */
    public AccessToken token() {
        return token;
    }

    /** {@return the token} */
    @Override
    public AccessToken getPrincipal() {
        return token;
    }

    /** {@return an empty text: the secret is not kept} */
    @Override
    public Object getCredentials() {
        return "";
    }

    /** {@return the owner of the token} */
    @Override
    public String getName() {
        return token.owner();
    }

    @Override
    public Collection<GrantedAuthority> getAuthorities() {
        // Computed lazily, because most rules do not need it. Two threads of one request may both compute it.
        Collection<GrantedAuthority> known = authorities;
        if (known == null) {
            known = computed();
            authorities = known;
        }
        return known;
    }

    private List<GrantedAuthority> computed() {
        List<GrantedAuthority> granted = new ArrayList<>();
        for (Scope scope : token.grantForDisplay().members()) {
            if (token.permits(scope)) {
                granted.add(new SimpleGrantedAuthority(PREFIX + scope));
            }
        }
        granted.add(FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.BEARER_AUTHORITY));
        return List.copyOf(granted);
    }

    /** Counts and reports that the request is refused: the first time, because a request is refused once. */
    void reportOnce(ScopeDecision.Denied denial) {
        if (denialReported.compareAndSet(false, true)) {
            token.denied(denial);
        }
    }

    /** {@return whether it is of the same verification} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LatchkeyAuthentication authentication && authentication.token == token;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(token);
    }

    /** {@return id and owner of the token} */
    @Override
    public String toString() {
        return "LatchkeyAuthentication[" + token + "]";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("an access token is verified for each request, never kept in a session");
    }
}
