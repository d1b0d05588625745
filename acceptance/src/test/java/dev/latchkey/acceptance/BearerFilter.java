package dev.latchkey.acceptance;

import dev.latchkey.http.BearerGate;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.scope.ScopeRequirement;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/** The filter of docs/http.md. */
@SuppressWarnings("serial")
// region filter
final class BearerFilter extends HttpFilter {

    private final BearerGate gate;
    private final ScopeRequirement required;

    BearerFilter(BearerGate gate, ScopeRequirement required) {
        this.gate = gate;
        this.required = required;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        BearerGate.Outcome outcome = gate.check(Collections.list(request.getHeaders("Authorization")), required);
        if (outcome instanceof BearerGate.Passed passed) {
            request.setAttribute("accessToken", passed.token());
            chain.doFilter(request, response);
        } else if (outcome instanceof BearerGate.Refused refused) {
            ErrorAnswer answer = refused.answer();
            response.setStatus(answer.status());
            answer.headers().forEach(response::setHeader);
            response.getWriter().write(answer.body());
        }
    }
}
// endregion
