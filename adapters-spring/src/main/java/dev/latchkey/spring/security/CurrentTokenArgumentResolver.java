package dev.latchkey.spring.security;

import dev.latchkey.AccessToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Passes the token of the request to handler methods of Spring MVC. Thread-safe. */
public final class CurrentTokenArgumentResolver implements HandlerMethodArgumentResolver {

    private final SecurityContextHolderStrategy contexts;

    /**
     * Makes a resolver.
     *
     * @param contexts has the authentication of the calling thread
     */
    public CurrentTokenArgumentResolver(SecurityContextHolderStrategy contexts) {
        this.contexts = contexts;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(CurrentToken.class)
                && parameter.nestedIfOptional().getNestedParameterType() == AccessToken.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        AccessToken token = contexts.getContext().getAuthentication() instanceof LatchkeyAuthentication verified
                ? verified.token()
                : null;
        if (parameter.getParameterType() == Optional.class) {
            return Optional.ofNullable(token);
        }
        if (token == null && !parameter.isOptional()) {
            throw new AuthenticationCredentialsNotFoundException("the request presented no access token");
        }
        return token;
    }
}
