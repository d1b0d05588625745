package dev.latchkey.page;

import dev.latchkey.page.view.Frame;
import dev.latchkey.page.view.MessageView;
import dev.latchkey.page.view.MessageView.Link;
import dev.latchkey.page.view.Messages;
import dev.latchkey.page.view.Screens;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers with HTML, and the headers that every answer has. */
final class Pages {

    /** The headers of every answer of the page; an answer may be stricter, or may be cached. */
    static final Map<String, String> SECURITY = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'");

    private Pages() {}

    static PageResponse ok(byte[] body) {
        return html(200, body);
    }

    static PageResponse html(int status, byte[] body) {
        return PageResponse.of(status, HEADERS, body).withMissing(SECURITY);
    }

    /** {@return the answer with a secret, which is not revealed to other sites} */
    static PageResponse secret(byte[] body) {
        return ok(body).withHeaders(Map.of("Referrer-Policy", "no-referrer"));
    }

    /** {@return the answer to a form that was wrong} */
    static PageResponse wrong(byte[] body) {
        return html(422, body);
    }

    /** {@return a redirect to a screen below the mount, which says what was done} */
    static PageResponse done(Call call, String path, String what) {
        return done(call, path, QueryString.none(), what);
    }

    /** {@return a redirect to a screen below the mount with parameters, which says what was done} */
    static PageResponse done(Call call, String path, QueryString parameters, String what) {
        String root = Call.root(call.request());
        return PageResponse.redirect(
                parameters.with("done", what).at(root.isEmpty() && path.isEmpty() ? "./" : root + path));
    }

    /** {@return a screen that says what its key says, with a way back to the list} */
    static PageResponse message(Call call, int status, String key) {
        return message(
                call,
                status,
                key,
                new Link(call.frame("", "").home(), call.text().get("nav.tokens")));
    }

    static PageResponse message(Call call, int status, String key, Link link) {
        Messages text = call.text();
        return html(
                status,
                Screens.message(new MessageView(
                        call.frame(text.get(key + ".title"), ""), List.of(text.get(key + ".text")), List.of(link))));
    }

    /** {@return a screen for a request of which nobody could say whose it is} */
    static PageResponse failure(Settings settings, PageRequest request, int status, String key) {
        Messages text = Messages.in(Locale.ENGLISH, settings.translations());
        Frame frame = new Frame(
                text,
                Call.root(request),
                text.get(key + ".title"),
                settings.assets().site(),
                null,
                false,
                "",
                null,
                null);
        return html(status, Screens.message(new MessageView(frame, List.of(text.get(key + ".text")), List.of())));
    }
}
