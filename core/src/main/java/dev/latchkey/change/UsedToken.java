package dev.latchkey.change;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenUse;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The uses of one token by this node. It is in the buffer only between a use and the next flush; a cached
 * record may refer to it for longer.
 *
 * <p>A use writes its value first and then asks whether the token is pending; a flush ends that first and then reads the
 * values. So a use is either in the flush or makes the token pending again.
 *
 * <p>Thread-safe, without locks.
 */
public final class UsedToken {

    private static final long NEVER = Long.MIN_VALUE;

    private static final VarHandle USED_AT = field("usedAt", long.class);
    private static final VarHandle NEEDED = field("needed", NeededScopes.class);
    private static final VarHandle PENDING = field("pending", boolean.class);

    private final TokenId id;
    private final UseBuffer buffer;
    private volatile long usedAt = NEVER;
    private volatile NeededScopes needed = NeededScopes.NONE;
    private volatile boolean pending;

    UsedToken(TokenId id, UseBuffer buffer) {
        this.id = id;
        this.buffer = buffer;
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(UsedToken.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    TokenId id() {
        return id;
    }

    /**
     * Notes that the token was accepted. Of all uses in one millisecond, the first one writes.
     *
     * @param millis when, by the wall clock; earlier than a use that was noted before changes nothing
     */
    public void usedAt(long millis) {
        if (millis > usedAt) {
            advance(millis);
            becomePending();
        }
    }

    /**
     * Notes that a requirement was permitted.
     *
     * @param permitted what the operation asked for
     * @param granted what permitted it
     */
    public void needed(ScopeRequirement permitted, CompiledScopes granted) {
        if (!needed.knows(permitted, granted)) {
            add(permitted, granted);
        }
    }

    private void add(ScopeRequirement permitted, CompiledScopes granted) {
        while (true) {
            NeededScopes present = needed;
            if (present.knows(permitted, granted)
                    || NEEDED.compareAndSet(this, present, present.and(permitted, granted))) {
                becomePending();
                return;
            }
        }
    }

    private void advance(long millis) {
        long last = usedAt;
        while (millis > last && !USED_AT.compareAndSet(this, last, millis)) {
            last = usedAt;
        }
    }

    /** Adds the uses that another object for the same token has noted. */
    void absorb(UsedToken other) {
        advance(other.usedAt);
        NeededScopes present = needed;
        NeededScopes both = present.and(other.needed);
        while (both != present && !NEEDED.compareAndSet(this, present, both)) {
            present = needed;
            both = present.and(other.needed);
        }
        becomePending();
    }

    /** Puts this into the buffer, unless it is there. */
    void becomePending() {
        if (!pending && PENDING.compareAndSet(this, false, true)) {
            buffer.add(this);
        }
    }

    /** The buffer does not have this any more; to be called before {@link #use()}. */
    void endPending() {
        pending = false;
    }

    /** {@return what was noted so far, or null if nothing was} */
    @Nullable TokenUse use() {
        long last = usedAt;
        return last == NEVER ? null : new TokenUse(id, Instant.ofEpochMilli(last), needed.scopes());
    }
}
