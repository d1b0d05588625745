package dev.latchkey.scope;

import java.util.Map;
import java.util.stream.Collectors;

/** Scopes whose permissions are compared whole, by name. */
final class NamedScopes implements CompiledScopes {

    private final ScopeSet granted;
    private final Map<SegmentPattern, ResourceSet> resources;

    NamedScopes(ScopeSet granted) {
        this.granted = granted;
        this.resources = granted.members().stream()
                .collect(Collectors.groupingBy(
                        Scope::permissionPattern,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Scope::resourcePattern, Collectors.toList()), ResourceSet::of)));
    }

    @Override
    public ScopePolicy policy() {
        return BuiltInPolicy.EXACT;
    }

    @Override
    public ScopeSet granted() {
        return granted;
    }

    @Override
    public boolean covers(Scope required) {
        ResourceSet held = resources.get(required.permissionPattern());
        return held != null && held.contains(required.resourcePattern());
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
