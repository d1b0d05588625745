package dev.latchkey.scope;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a requirement is permitted, and if not, why not.
 *
 * <p>A denial is a value, because it is ordinary, and because its explanation is sent to the client. Immutable.
 */
public sealed interface ScopeDecision {

    /**
     * The requirement.
     *
     * @return the requirement
     */
    ScopeRequirement required();

    /**
     * What the token has.
     *
     * @return its scopes, as they are stored
     */
    ScopeSet granted();

    /**
     * Whether the operation may go ahead.
     *
     * @return true for {@link Allowed}, false for {@link Denied}
     */
    boolean isPermitted();

    /** Where a denied requirement fails. More reasons may be added; treat an unknown one like {@link #PERMISSION}. */
    enum Axis {
        /** No granted scope covers the permission, on any resource. */
        PERMISSION,
        /**
         * A granted scope covers the permission, but none covers it on this resource; or token and owner have it, but on no
         * common resource.
         */
        RESOURCE,
        /** The token has what is required, but its owner has not, or no longer. */
        OWNER
    }

    /**
     * The requirement is met.
     *
     * @param required the requirement
     * @param granted what the token has
     */
    record Allowed(ScopeRequirement required, ScopeSet granted) implements ScopeDecision {
        @Override
        public boolean isPermitted() {
            return true;
        }
    }

    /** The requirement is not met. Made by {@link CompiledScopes#decide(ScopeRequirement)} and {@link #of}. */
    final class Denied implements ScopeDecision {

        private static final int MOST_SHOWN = 10;

        private final ScopeRequirement required;
        private final ScopeSet granted;
        private final Finding finding;
        private final Explanation explanation;

        Denied(ScopeRequirement required, ScopeSet granted, Finding finding, Explanation explanation) {
            this.required = required;
            this.granted = granted;
            this.finding = finding;
            this.explanation = explanation;
        }

        /**
         * The denial of a requirement that scopes do not permit.
         *
         * <p>If a host's policy is inconsistent, so that its {@code decide} permits what its {@code permits} does not,
         * the result is a denial without an explanation.
         *
         * @param scopes the scopes, for which {@link CompiledScopes#permits} returned false
         * @param required what was asked for
         * @return the denial
         */
        public static Denied of(CompiledScopes scopes, ScopeRequirement required) {
            return scopes.decide(required) instanceof Denied denied
                    ? denied
                    : new Denied(
                            required, scopes.granted(), Finding.NOTHING_NEEDED, new Explanation(scopes, null, scopes));
        }

        @Override
        public ScopeRequirement required() {
            return required;
        }

        @Override
        public ScopeSet granted() {
            return granted;
        }

        @Override
        public boolean isPermitted() {
            return false;
        }

        /**
         * The smallest set that the token lacks: with it, and with {@link #missingFromOwner()} for its owner, the
         * requirement is met. The token has no member of it.
         *
         * <p>Among several alternatives, one that the owner has is preferred, then one that lacks the fewest scopes;
         * the order of the alternatives does not matter.
         *
         * @return empty if the token lacks nothing, or if nothing can help since the resource's name is not legal
         */
        public ScopeSet missing() {
            return finding.missing();
        }

        /**
         * What the owner lacks of the requirement. While this is not empty, no scope of a token can help.
         *
         * @return empty if the owner has it, or if the service does not limit tokens by their owners' rights
         */
        public ScopeSet missingFromOwner() {
            return finding.missingFromOwner();
        }

        /**
         * Where the requirement fails.
         *
         * @return if parts fail for several reasons, the first of permission, resource, owner
         */
        public Axis axis() {
            return finding.failing() == null ? Axis.PERMISSION : finding.failing();
        }

        /**
         * A sentence that explains the denial, for a log or the body of an answer.
         *
         * @return printable ASCII; names scopes, of which some were granted and some bound from the request
         */
        public String describe() {
            String reason = switch (axis()) {
                case PERMISSION -> "the token does not have it";
                case RESOURCE -> "the token has the permission, but not on that resource";
                case OWNER -> "the token has it, but its owner has not";
            };
            return required + " is required; " + reason + "; granted: " + listed(granted)
                    + (missing().isEmpty() ? "" : "; missing: " + listed(missing()))
                    + (missingFromOwner().isEmpty() ? "" : "; its owner lacks: " + listed(missingFromOwner()));
        }

        private static String listed(ScopeSet scopes) {
            if (scopes.isEmpty()) {
                return "nothing";
            }
            int hidden = scopes.members().size() - MOST_SHOWN;
            return scopes.members().stream()
                            .limit(MOST_SHOWN)
                            .map(Scope::toString)
                            .collect(Collectors.joining(" "))
                    + (hidden > 0 ? " and " + hidden + " more" : "");
        }

        /**
         * The value of the {@code scope} attribute of a bearer challenge (RFC 6750 section 3): the scopes that a token
         * needs for this operation, including those that this token has.
         *
         * <p>A scope that is too long to be issued is included without its resource.
         *
         * @return only {@code %x21 / %x23-5B / %x5D-7E} with single spaces between scopes; empty if a token with any
         *     scopes would be denied too, because the owner lacks the right, the resource's name is not legal, or the
         *     policy does not issue what is required: the attribute is then left out
         */
        public Optional<String> scopeAttribute() {
            if (!missingFromOwner().isEmpty() || finding.needed().isEmpty()) {
                return Optional.empty();
            }
            ScopeSet named = ScopeSet.of(finding.needed().members().stream()
                    .map(scope -> scope.toString().length() > Scope.MAX_LENGTH ? scope.withoutResource() : scope)
                    .toList());
            return explanation.wouldPermit(named, required) ? Optional.of(named.toString()) : Optional.empty();
        }

        /** The same as {@link #describe()}. */
        @Override
        public String toString() {
            return describe();
        }
    }
}
