package dev.latchkey.acceptance;

import dev.latchkey.http.BearerGate;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.scope.ScopeRequirement;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The JAX-RS filter of docs/http.md. */
// region jaxrs
final class BearerRequestFilter implements ContainerRequestFilter {

    private final BearerGate gate;
    private final ScopeRequirement required;

    BearerRequestFilter(BearerGate gate, ScopeRequirement required) {
        this.gate = gate;
        this.required = required;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        List<String> authorization = request.getHeaders().get("Authorization");
        BearerGate.Outcome outcome = gate.check(authorization == null ? List.of() : authorization, required);
        if (outcome instanceof BearerGate.Passed passed) {
            request.setProperty("accessToken", passed.token());
        } else if (outcome instanceof BearerGate.Refused refused) {
            ErrorAnswer answer = refused.answer();
            Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
            answer.headers().forEach(response::header);
            request.abortWith(response.build());
        }
    }
}
// endregion
