package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenEventListener;
import dev.latchkey.token.TokenEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A listener that keeps what it is called with. */
public final class RecordedEvents implements TokenEventListener {

    private final List<TokenEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(TokenEvent event) {
        events.add(event);
    }

    public List<TokenEvent> all() {
        return List.copyOf(events);
    }

    public <E extends TokenEvent> List<E> of(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Waits for an event. */
    public void await(Predicate<TokenEvent> wanted) {
        HeldRecordsTest.until(() -> events.stream().anyMatch(wanted));
    }

    /** {@return the events until the access tokens are closed: all of them} */
    public List<TokenEvent> untilClosed(AccessTokens tokens) {
        tokens.close();
        assertThat(tokens.statistics().events().waiting()).isZero();
        return all();
    }
}
