package dev.latchkey.token;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Conditions on what a token is for, what it may do and who created it. */
public sealed interface GrantCondition extends TokenCondition {

    /**
     * See {@link TokenCondition#createdBy}.
     *
     * @param actor the exact actor
     */
    record CreatedBy(String actor) implements GrantCondition {

        public CreatedBy {
            TokenRecord.requireText("actor", actor);
        }

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            return actor.equals(record.grant().createdBy());
        }
    }

    /**
     * See {@link TokenCondition#attribute}.
     *
     * @param key the attribute's key
     * @param value its value
     */
    record WithAttribute(String key, String value) implements GrantCondition {

        public WithAttribute {
            TokenRecord.requireAttributes(Map.of(key, value));
        }

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            return value.equals(record.attributes().get(key));
        }
    }

    /**
     * See {@link TokenCondition#describedWith}.
     *
     * @param text the text
     */
    record DescribedWith(String text) implements GrantCondition {

        public DescribedWith {
            TokenRecord.requireText("text", text);
        }

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            return matches(record.grant().description());
        }

        /**
         * {@return whether a description contains the text}
         *
         * @param description a token's description
         */
        public boolean matches(String description) {
            int last = description.length() - text.length();
            for (int start = 0; start <= last; start++) {
                if (description.regionMatches(true, start, text, 0, text.length())) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * See {@link TokenCondition#granting}.
     *
     * @param scope the scope
     */
    record Granting(Scope scope) implements GrantCondition {

        public Granting {
            Objects.requireNonNull(scope, "scope");
        }

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            return matches(record.grant().scopes());
        }

        /**
         * {@return whether one of the granted scopes covers the scope; false if they cannot be read}
         *
         * @param scopes a token's scopes, as they are stored
         */
        public boolean matches(String scopes) {
            try {
                return ScopeSet.parse(scopes).covers(scope);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }
}
