package dev.latchkey;

import dev.latchkey.scope.ScopeSet;
import org.jspecify.annotations.Nullable;

/** On whose authority a token is issued: it gives the ceiling of the scopes, the actor in the trail, and the lineage. */
sealed interface Grantor {

    /** {@return who is stored as the creator; null for the service itself} */
    @Nullable String actor();

    /** The service itself, by name. */
    record Service() implements Grantor {
        @Override
        public @Nullable String actor() {
            return null;
        }
    }

    /** A person or another actor of the host's, who grants at most these scopes. */
    record Actor(String actor, ScopeSet scopes) implements Grantor {}

    /** A token, which grants at most what it may do itself. */
    record Parent(AccessToken token) implements Grantor {
        @Override
        public String actor() {
            return "tokens/" + token.id();
        }
    }
}
