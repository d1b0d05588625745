package dev.latchkey;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A requested token would have more rights than its grantor or its owner. A host that issues over HTTP maps it to 403.
 */
public class ExcessiveScopeException extends IllegalArgumentException {

    private static final long serialVersionUID = 2L;

    /** Null after deserialization: a set of scopes is not serializable, so its text travels instead. */
    private final transient @Nullable ScopeSet excess;

    private final String excessText;

    /**
     * Makes an exception.
     *
     * @param who who does not have them, such as "the grantor"
     * @param excess the requested scopes that they do not have
     */
    public ExcessiveScopeException(String who, ScopeSet excess) {
        super(who + " does not have: " + excess);
        this.excess = excess;
        this.excessText = excess.toString();
    }

    /** {@return the requested scopes that the grantor or the owner does not have; also after the exception was serialized} */
    public ScopeSet excess() {
        return excess != null ? excess : read(excessText);
    }

    /** There may be more scopes than {@link ScopeSet#parse} takes. */
    private static ScopeSet read(String text) {
        return text.isEmpty()
                ? ScopeSet.empty()
                : ScopeSet.of(Arrays.stream(text.split(" ")).map(Scope::of).toList());
    }
}
