package dev.latchkey.testkit.scope;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.ResourceSet;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import java.util.List;
import java.util.Map;

/** Policies that are wrong in one way each, as real ones have been; a law finds each of them. */
final class BrokenPolicies {

    private static final ScopePolicy RIGHT = ScopePolicy.hierarchical();

    private BrokenPolicies() {}

    /** A token without scopes may do everything. */
    static class EmptyIsEverything extends Broken {
        @Override
        public boolean covers(CompiledScopes right, Scope required) {
            return right.granted().isEmpty() || right.covers(required);
        }
    }

    /** A scope gives what is beneath it, but has been left out itself. */
    static class OnlyBeneath extends Broken {
        @Override
        public boolean covers(CompiledScopes right, Scope required) {
            return right.covers(required) && !right.granted().members().contains(required);
        }
    }

    /** One scope takes away what others give. */
    static class Revoking extends Broken {
        @Override
        public boolean covers(CompiledScopes right, Scope required) {
            return right.covers(required) && !right.granted().members().contains(Scope.of("a"));
        }
    }

    /** Whoever has a part of what is required may do all of it. */
    static class PartIsEnough extends Broken {
        @Override
        public boolean covers(CompiledScopes right, Scope required) {
            return right.covers(required) || right.granted().members().stream().anyMatch(required::covers);
        }
    }

    /** Grantors are asked around the policy. */
    static class UncheckedGrantors extends Broken {
        @Override
        public ScopeSet excess(ScopeSet grantor, ScopeSet requested) {
            return ScopeSet.empty();
        }
    }

    /** A list shows everything as soon as something may be read. */
    static class OpenLists extends Broken {
        @Override
        public ResourceSet resourcesFor(CompiledScopes right, Scope permission) {
            return right.anywhere(permission) ? ResourceSet.every() : ResourceSet.none();
        }
    }

    /** One part of several is taken for all. */
    static class AnyPartWillDo extends Broken {
        @Override
        public boolean permits(CompiledScopes right, ScopeRequirement required) {
            return required instanceof ScopeRequirement.AllOf all
                    ? all.parts().stream().anyMatch(right::permits)
                    : right.permits(required);
        }
    }

    /** The explanation is decided apart from the decision. */
    static class LenientDecisions extends Broken {
        @Override
        public ScopeDecision decide(CompiledScopes right, ScopeRequirement required) {
            return right.granted().isEmpty()
                    ? right.decide(required)
                    : new ScopeDecision.Allowed(required, right.granted());
        }
    }

    /** Tidying up keeps only the first scope. */
    static class LossyNormalForm extends Broken {
        @Override
        public ScopeSet normalize(ScopeSet scopes) {
            return ScopeSet.of(scopes.members().stream().limit(1).toList());
        }
    }

    /** Unknown scopes are refused when a token is issued, but work in tokens that have them. */
    static class UnknownStillWorks extends Broken {
        @Override
        public ScopeSet unknown(ScopeSet expanded) {
            return ScopeSet.of(expanded.members().stream()
                    .filter(scope -> scope.permission().startsWith("c"))
                    .toList());
        }
    }

    /** An owner who lost every right does not limit anybody. */
    static class AbsentOwner extends Broken {
        @Override
        public CompiledScopes and(CompiledScopes right, CompiledScopes owner) {
            return owner.granted().isEmpty() ? right : right.and(owner);
        }
    }

    /** Uses are not told. */
    static class ForgottenUse extends Broken {
        @Override
        public ScopeSet usedBy(CompiledScopes right, ScopeRequirement permitted) {
            return ScopeSet.empty();
        }
    }

    /** The record of what was granted is tidied up on the way. */
    static class RewrittenGrant extends Broken {
        @Override
        public ScopeSet granted(CompiledScopes right) {
            return right.granted().canonical();
        }
    }

    /** Renaming widens what was granted. */
    static class WideningNames extends Broken {
        @Override
        public ScopeSet inCurrentNames(ScopeSet stored) {
            return stored.isEmpty() ? stored : ScopeSet.parse("*");
        }
    }

    /** An alternative that the owner lacks is proposed to the token. */
    static class BlindToOwners extends Broken {
        @Override
        public CompiledScopes and(CompiledScopes right, CompiledScopes owner) {
            return new Blind(right.and(owner), right);
        }
    }

    /** What is used is told without looking at the owner. */
    static class UsedWithoutOwners extends BlindToOwners {}

    /** Tidying up drops what is not known. */
    static class TidyingTypos extends UnknownStillWorks {
        @Override
        public ScopeSet normalize(ScopeSet scopes) {
            return scopes.canonical();
        }
    }

    /** A right policy, each of whose answers can be spoilt. */
    abstract static class Broken implements ScopePolicy {

        boolean covers(CompiledScopes right, Scope required) {
            return right.covers(required);
        }

        ResourceSet resourcesFor(CompiledScopes right, Scope permission) {
            return right.resourcesFor(permission);
        }

        boolean permits(CompiledScopes right, ScopeRequirement required) {
            return right.permits(required);
        }

        ScopeDecision decide(CompiledScopes right, ScopeRequirement required) {
            return right.decide(required);
        }

        ScopeSet usedBy(CompiledScopes right, ScopeRequirement permitted) {
            return right.usedBy(permitted);
        }

        CompiledScopes and(CompiledScopes right, CompiledScopes owner) {
            return right.and(owner);
        }

        ScopeSet granted(CompiledScopes right) {
            return right.granted();
        }

        @Override
        public CompiledScopes compile(ScopeSet granted) {
            return new Spoilt(this, new Plain(this, RIGHT.compile(granted)));
        }
    }

    /** What a host's policy looks like: the four questions, and the rest by default. */
    record Plain(Broken policy, CompiledScopes right) implements CompiledScopes {

        @Override
        public ScopeSet granted() {
            return right.granted();
        }

        @Override
        public boolean covers(Scope required) {
            return policy.covers(right, required);
        }

        @Override
        public ResourceSet resourcesFor(Scope permission) {
            return policy.resourcesFor(right, permission);
        }
    }

    record Spoilt(Broken policy, CompiledScopes plain) implements CompiledScopes {

        @Override
        public ScopeSet granted() {
            return policy.granted(plain);
        }

        @Override
        public boolean covers(Scope required) {
            return plain.covers(required);
        }

        @Override
        public ResourceSet resourcesFor(Scope permission) {
            return plain.resourcesFor(permission);
        }

        @Override
        public boolean permits(ScopeRequirement required) {
            return policy.permits(plain, required);
        }

        @Override
        public ScopeDecision decide(ScopeRequirement required) {
            return policy.decide(plain, required);
        }

        @Override
        public ScopeSet usedBy(ScopeRequirement permitted) {
            return policy.usedBy(plain, permitted);
        }

        @Override
        public CompiledScopes and(CompiledScopes owner) {
            return policy.and(plain, owner);
        }
    }

    /** Decides by both, but explains and counts by the token alone. */
    record Blind(CompiledScopes both, CompiledScopes token) implements CompiledScopes {

        @Override
        public ScopePolicy policy() {
            return both.policy();
        }

        @Override
        public ScopeSet granted() {
            return both.granted();
        }

        @Override
        public boolean covers(Scope required) {
            return both.covers(required);
        }

        @Override
        public ResourceSet resourcesFor(Scope permission) {
            return both.resourcesFor(permission);
        }

        @Override
        public ScopeSet usedBy(ScopeRequirement permitted) {
            return permits(permitted) ? token.usedBy(permitted) : ScopeSet.empty();
        }
    }

    /** The policy that breaks the law of each number, beginning with the first. */
    static List<Broken> all() {
        return List.of(
                new EmptyIsEverything(),
                new OnlyBeneath(),
                new Revoking(),
                new PartIsEnough(),
                new UncheckedGrantors(),
                new OpenLists(),
                new AnyPartWillDo(),
                new LenientDecisions(),
                new LossyNormalForm(),
                new UnknownStillWorks(),
                new AbsentOwner(),
                new ForgottenUse(),
                new RewrittenGrant(),
                new WideningNames());
    }

    /** Policies that a law finds only because it is tried with owners, or with unknown scopes. */
    static Map<String, Broken> more() {
        return Map.of(
                "SP-8", new BlindToOwners(),
                "SP-12", new UsedWithoutOwners(),
                "SP-9", new TidyingTypos());
    }
}
