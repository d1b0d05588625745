package com.example.service;

import dev.latchkey.AccessToken;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

// region glue
final class TokenAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1;

    private final transient AccessToken token;

    TokenAuthentication(AccessToken token) {
        super(List.of());
        this.token = token;
        setAuthenticated(true);
    }

    @Override
    public AccessToken getPrincipal() {
        return token;
    }

    @Override
    public Object getCredentials() {
        return "";
    }
}
// endregion
