package dev.latchkey.spring.test;

import dev.latchkey.scope.ScopePolicy;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.SmartRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/**
 * Assertions that an endpoint is really protected by a scope: without a token it answers 401, with a token without the scope
 * 403 and the code 7, and with a token that has it neither.
 *
 * <pre>{@code
 * LatchkeyTest.assertRequiresScope(
 *         mvc, get("/workspaces/acme"), "workspace:read@workspaces/acme", "workspace:read@workspaces/other");
 * }</pre>
 *
 * <p>Needs spring-security-test. The requests are sent without the token of a {@link WithAccessToken}.
 */
public final class LatchkeyTest {

    private static final String INSUFFICIENT_SCOPE = "error=\"insufficient_scope\"";

    private LatchkeyTest() {}

    private record Answer(int status, @Nullable String challenge, String body) {}

    /** Sends the request, without a token or with one that has a scope. */
    @FunctionalInterface
    private interface Sender {
        Answer send(@Nullable String scope) throws Exception;
    }

    /**
     * Asserts that an endpoint of Spring MVC requires a scope. Sends three requests: the last one is let through, and does
     * what the endpoint does.
     *
     * @param mvc with the filter chain, by Spring Boot or by {@code springSecurity()}
     * @param request the request, without a token; a CSRF token is added to it
     * @param sufficient a scope that permits it, and is not more than it needs
     * @param insufficient a scope that does not: the same on another resource, for example
     * @throws AssertionError if an answer is another
     * @throws IllegalArgumentException if the policy of the service does not know a scope
     * @throws Exception if the endpoint throws
     */
    public static void assertRequiresScope(MockMvc mvc, RequestBuilder request, String sufficient, String insufficient)
            throws Exception {
        assertProtected(
                scope -> {
                    RequestPostProcessor sender = scope == null
                            ? SecurityMockMvcRequestPostProcessors.csrf()
                            : AccessTokenRequestPostProcessor.accessToken(scope);
                    MockHttpServletResponse response = mvc.perform(context -> {
                                MockHttpServletRequest built = request.buildRequest(context);
                                return sender.postProcessRequest(
                                        request instanceof SmartRequestBuilder smart
                                                ? smart.postProcessRequest(built)
                                                : built);
                            })
                            .andReturn()
                            .getResponse();
                    return new Answer(
                            response.getStatus(),
                            response.getHeader(HttpHeaders.WWW_AUTHENTICATE),
                            response.getContentAsString(StandardCharsets.UTF_8));
                },
                sufficient,
                insufficient);
    }

    /**
     * Asserts the same of an endpoint of WebFlux, with scopes that are read hierarchically.
     *
     * @param client bound to the application, with {@code springSecurity()}
     * @param request makes the request: {@code client -> client.get().uri("/workspaces/acme")}
     * @param sufficient a scope that permits it, and is not more than it needs
     * @param insufficient a scope that does not
     * @throws AssertionError if an answer is another
     */
    public static void assertRequiresScope(
            WebTestClient client,
            Function<WebTestClient, WebTestClient.RequestHeadersSpec<?>> request,
            String sufficient,
            String insufficient) {
        assertRequiresScope(ScopePolicy.hierarchical(), client, request, sufficient, insufficient);
    }

    /**
     * Asserts the same of an endpoint of WebFlux.
     *
     * @param policy the service's, a catalogue for example
     * @param client bound to the application, with {@code springSecurity()}
     * @param request makes the request: {@code client -> client.get().uri("/workspaces/acme")}
     * @param sufficient a scope that permits it, and is not more than it needs
     * @param insufficient a scope that does not
     * @throws AssertionError if an answer is another
     * @throws IllegalArgumentException if the policy does not know a scope
     */
    public static void assertRequiresScope(
            ScopePolicy policy,
            WebTestClient client,
            Function<WebTestClient, WebTestClient.RequestHeadersSpec<?>> request,
            String sufficient,
            String insufficient) {
        try {
            assertProtected(
                    scope -> {
                        WebTestClient sender = scope == null
                                ? client.mutateWith(SecurityMockServerConfigurers.csrf())
                                : client.mutateWith(AccessTokenMutator.mockAccessToken(policy, "owners/test", scope));
                        EntityExchangeResult<byte[]> result =
                                request.apply(sender).exchange().expectBody().returnResult();
                        byte[] body = result.getResponseBodyContent();
                        return new Answer(
                                result.getStatus().value(),
                                result.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE),
                                body == null ? "" : new String(body, StandardCharsets.UTF_8));
                    },
                    sufficient,
                    insufficient);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bodies of {@code BodyStyle.PROBLEM} have no code. */
    private static boolean hasAnotherCode(String body) {
        return body.contains("\"code\":") && !body.contains("\"code\":7");
    }

    private static void assertProtected(Sender sender, String sufficient, String insufficient) throws Exception {
        Answer nobody = sender.send(null);
        if (nobody.status() != 401) {
            throw new AssertionError(
                    "not protected: a request without a token is answered with " + nobody.status() + " instead of 401");
        }
        Answer denied = sender.send(insufficient);
        if (denied.status() != 403) {
            throw new AssertionError("not protected by a scope: a token with " + insufficient + " is answered with "
                    + denied.status() + " instead of 403");
        }
        if (denied.challenge() == null
                || !denied.challenge().contains(INSUFFICIENT_SCOPE)
                || hasAnotherCode(denied.body().replace(" ", ""))) {
            throw new AssertionError("denied for another reason than a scope: a token with " + insufficient
                    + " is answered with 403, WWW-Authenticate: " + denied.challenge() + ", " + denied.body());
        }
        Answer allowed = sender.send(sufficient);
        if (allowed.status() == 401 || allowed.status() == 403) {
            throw new AssertionError("a token with " + sufficient + " is answered with " + allowed.status() + ": "
                    + allowed.challenge());
        }
    }
}
