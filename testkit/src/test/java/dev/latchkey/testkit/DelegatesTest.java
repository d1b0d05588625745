package dev.latchkey.testkit;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Authorization;
import dev.latchkey.BulkRevocation;
import dev.latchkey.IssueRequest;
import dev.latchkey.Rotation;
import dev.latchkey.TokenIssuer;
import dev.latchkey.TokenList;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Tokens;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Delegates pass on every method of their interface, also one that is added to it. */
class DelegatesTest {

    private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(
            entry(String.class, "text"),
            entry(TokenId.class, TokenId.of(1, 2)),
            entry(TokenQuery.class, TokenQuery.all()),
            entry(ScopeRequirement.class, Scope.of("a")),
            entry(ScopeSet.class, ScopeSet.parse("a")),
            entry(Executor.class, (Executor) Runnable::run),
            entry(IssueRequest.class, IssueRequest.forOwner("owner")),
            entry(Map.class, Map.of("key", "value")),
            entry(Set.class, Set.of(TokenId.of(1, 2))),
            entry(Instant.class, Instant.EPOCH),
            entry(Duration.class, Duration.ZERO),
            entry(Rotation.class, Rotation.overlapping(Duration.ZERO)),
            entry(TrailQuery.class, TrailQuery.all()));

    private static final Map<Class<?>, Object> ANSWERS = Map.of(
            Verification.class, new Rejected(RejectionReason.UNKNOWN),
            Authorization.class, new Rejected(RejectionReason.UNKNOWN),
            CompletableFuture.class, new CompletableFuture<>(),
            Optional.class, Optional.empty(),
            Map.class, Map.of(),
            TrailPage.class, new TrailPage(List.of(), List.of(), Optional.empty()),
            TokenList.class, new TokenList(List.of(), List.of(), Optional.empty()),
            BulkRevocation.class, new BulkRevocation(3, List.of()));

    @Test
    void verifier_passes_every_call_on() throws Exception {
        assertPassesOn(TokenVerifier.class, DelegatingTokenVerifier::new);
    }

    @Test
    void issuer_passes_every_call_on() throws Exception {
        assertPassesOn(TokenIssuer.class, DelegatingTokenIssuer::new);
    }

    @Test
    void tokens_pass_every_call_on() throws Exception {
        assertPassesOn(Tokens.class, Decorated::new);
    }

    @Test
    void tokens_by_an_actor_are_decorated() {
        Tokens acting = recording(Tokens.class, new ArrayList<>(), null);
        Tokens all = recording(Tokens.class, new ArrayList<>(), acting);

        Tokens by = new Decorated(all).by("users/42");

        assertThat(by).isInstanceOf(Decorated.class);
        assertThat(((Decorated) by).delegate()).isSameAs(acting);
    }

    private static final class Decorated extends DelegatingTokens {
        Decorated(Tokens delegate) {
            super(delegate);
        }

        @Override
        protected Tokens decorate(Tokens acting) {
            return new Decorated(acting);
        }
    }

    private static <T> void assertPassesOn(Class<T> type, UnaryOperator<T> decoration) throws Exception {
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(ARGUMENTS::get)
                    .toArray();
            boolean decorates = method.getReturnType() == type;
            Object answer = decorates ? recording(type, new ArrayList<>(), null) : ANSWERS.get(method.getReturnType());
            List<List<Object>> calls = new ArrayList<>();

            Object answered = method.invoke(decoration.apply(recording(type, calls, answer)), arguments);

            assertThat(arguments).as("arguments of %s", method).doesNotContainNull();
            assertThat(calls).containsExactly(List.of(method, Arrays.asList(arguments)));
            if (!decorates) {
                assertThat(answered).as("answer of %s", method).isSameAs(answer);
            }
        }
    }

    private static <T> T recording(Class<T> type, List<List<Object>> calls, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.add(List.of(method, Arrays.asList(arguments)));
                    return answer;
                }));
    }
}
