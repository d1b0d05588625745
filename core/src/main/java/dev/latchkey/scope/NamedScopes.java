package dev.latchkey.scope;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Scopes whose permissions are compared whole, by name. */
final class NamedScopes implements CompiledScopes {

    private final ScopePolicy policy;
    private final ScopeSet granted;
    private final Map<SegmentPattern, ResourceSet> resources;

    /** @param given what the grant gives by the policy, name by name */
    NamedScopes(ScopePolicy policy, ScopeSet granted, Collection<Scope> given) {
        this.policy = policy;
        this.granted = granted;
        this.resources = given.stream()
                .collect(Collectors.groupingBy(
                        Scope::permissionPattern,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Scope::resourcePattern, Collectors.toList()),
                                ResourceSet::ofPatterns)));
    }

    @Override
    public ScopePolicy policy() {
        return policy;
    }

    @Override
    public ScopeSet granted() {
        return granted;
    }

    @Override
    public boolean covers(Scope required) {
        ResourceSet allowed = resources.get(required.permissionPattern());
        return allowed != null && allowed.contains(required.resourcePattern());
    }

    @Override
    public boolean anywhere(Scope permission) {
        return resources.containsKey(permission.requirePermissionAlone().permissionPattern());
    }

    @Override
    public ResourceSet resourcesFor(Scope permission) {
        return resources.getOrDefault(permission.requirePermissionAlone().permissionPattern(), ResourceSet.none());
    }
}
