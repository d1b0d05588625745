package dev.latchkey.page;

import dev.latchkey.Tokens;
import dev.latchkey.page.view.Frame;
import dev.latchkey.page.view.Messages;
import dev.latchkey.page.view.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request by a viewer: their language, the time, and the owner whose tokens are shown. */
final class Call {

    private final Settings settings;
    private final PageRequest request;
    private final Visit visit;
    private final Messages text;
    private final Times times;

    Call(Settings settings, PageRequest request, Visit visit) {
        this.settings = settings;
        this.request = request;
        this.visit = visit;
        this.text = Messages.in(visit.viewer().locale(), settings.translations());
        this.times = new Times(
                text,
                visit.viewer().zone(),
                settings.service().clock().instant().truncatedTo(ChronoUnit.MILLIS));
    }

    PageRequest request() {
        return request;
    }

    boolean posts() {
        return request.method().equals("POST");
    }

    Visit visit() {
        return visit;
    }

    Messages text() {
        return text;
    }

    Times times() {
        return times;
    }

    Instant now() {
        return times.now();
    }

    Settings.Service service() {
        return settings.service();
    }

    PageHost host() {
        return settings.host();
    }

    /** {@return the tokens of the owner in view, changed by the viewer} */
    Tokens tokens() {
        return settings.service()
                .tokens()
                .ownedBy(visit.owner())
                .by(visit.viewer().id());
    }

    /** {@return what surrounds a screen} */
    Frame frame(String title, String place) {
        return new Frame(
                text,
                root(request),
                title,
                settings.assets().site(),
                visit.viewer().name(),
                visit.mayManage(),
                place,
                host().csrfField(request)
                        .map(field -> new Frame.Hidden(field.name(), field.value()))
                        .orElse(null),
                notice());
    }

    private @Nullable String notice() {
        String key = "done." + request.query("done").toLowerCase(Locale.ROOT);
        return !posts() && text.has(key) ? text.get(key) : null;
    }

    /** {@return the way from a screen to the list: one folder up from the screens of a token} */
    static String root(PageRequest request) {
        return request.path().indexOf('/', 1) > 0 ? "../" : "";
    }

    /**
     * {@return the bound of a revocation, as a promise}
     *
     * @param key {@code promise}, that the token is refused, or {@code promise.change}, that a change is in force
     */
    String promise(String key) {
        Duration bound = service().tokens().administration().revocationBound();
        return bound.isZero() ? text.get(key + ".at-once") : text.get(key + ".within", times.length(bound));
    }

    /** {@return a person's or a token's name, or that of the service itself} */
    String nameOf(Optional<String> actor) {
        return actor.map(host()::nameOf).orElseGet(() -> text.get("actor.service"));
    }
}
