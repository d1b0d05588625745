package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what a {@link ScopeCatalogBuilder} was given as a whole, and makes the catalogue of it. */
final class CatalogAssembly {

    private final Map<Scope, CatalogDeclaration> declared;
    private final List<CatalogDeclaration.Row> rows;
    private final Map<Scope, CatalogBundle> bundles;
    private final CatalogShape shape;
    private final Map<Scope, Scope> formerly = new LinkedHashMap<>();

    CatalogAssembly(
            Map<Scope, CatalogDeclaration> declared,
            List<CatalogDeclaration.Row> rows,
            Map<Scope, CatalogBundle> bundles,
            CatalogShape shape) {
        this.declared = declared;
        this.rows = rows;
        this.bundles = bundles;
        this.shape = shape;
    }

    ScopeCatalog build() {
        if (declared.isEmpty()) {
            throw new IllegalArgumentException("a catalogue without permissions would refuse every token; list some");
        }
        declared.values().forEach(this::collectOldNames);
        Map<Scope, CatalogPermission> permissions = permissions();
        CatalogNames names =
                new CatalogNames(Collections.unmodifiableMap(permissions), openNames(), Map.copyOf(formerly), shape);
        ScopeCatalog catalog =
                new ScopeCatalog(groups(permissions), Collections.unmodifiableMap(new LinkedHashMap<>(bundles)), names);
        bundles.values().forEach(bundle -> check(bundle, catalog));
        return catalog;
    }

    private void collectOldNames(CatalogDeclaration permission) {
        for (Scope old : permission.formerly) {
            if (declared.containsKey(old)) {
                throw new IllegalArgumentException(
                        old + " is listed, so it cannot be a former name of " + permission.scope);
            }
            Scope other = formerly.putIfAbsent(old, permission.scope);
            if (other != null) {
                throw new IllegalArgumentException(
                        old + " cannot be a former name of both " + other + " and " + permission.scope);
            }
            for (Scope listed : declared.keySet()) {
                if (shape != CatalogShape.FLAT && old.covers(listed)) {
                    throw new IllegalArgumentException(old + " is above " + listed
                            + ", which is listed, so it cannot be a former name of " + permission.scope
                            + ": in a stored grant it stands for what is beneath it");
                }
            }
        }
    }

    private Set<Scope> openNames() {
        Set<Scope> open = new LinkedHashSet<>();
        for (CatalogDeclaration permission : declared.values()) {
            if (permission.open && shape == CatalogShape.FLAT) {
                throw new IllegalArgumentException(
                        permission.scope + " cannot be open in a catalogue of flat names: nothing is beneath it");
            }
            if (permission.open) {
                open.add(permission.scope);
            }
        }
        return Collections.unmodifiableSet(open);
    }

    private Map<Scope, CatalogPermission> permissions() {
        Map<Scope, List<Scope>> implied = new LinkedHashMap<>();
        declared.forEach((scope, permission) -> implied.put(scope, permission.implies));
        Map<Scope, Set<Scope>> included = new Implications(implied, formerly, shape == CatalogShape.FLAT).closures();
        Map<Scope, CatalogPermission> permissions = new LinkedHashMap<>();
        declared.forEach((scope, permission) -> permissions.put(
                scope,
                new CatalogPermission(
                        scope,
                        permission.description,
                        permission.implies,
                        List.copyOf(included.getOrDefault(scope, Set.of())))));
        return permissions;
    }

    private List<CatalogGroup> groups(Map<Scope, CatalogPermission> permissions) {
        Map<String, List<CatalogRow>> groups = new LinkedHashMap<>();
        for (CatalogDeclaration.Row row : rows) {
            if (row.choices().isEmpty()) {
                throw new IllegalArgumentException(
                        "levelsOf(\"" + row.title() + "\") has no levels; add them by level()");
            }
            List<CatalogLevel> levels = new ArrayList<>();
            for (CatalogDeclaration.Choice choice : row.choices()) {
                CatalogPermission permission = permissions.get(choice.permission().scope);
                if (permission != null) {
                    levels.add(new CatalogLevel(choice.label(), permission));
                }
            }
            groups.computeIfAbsent(row.group(), title -> new ArrayList<>())
                    .add(new CatalogRow(row.title(), row.description(), levels));
        }
        return groups.entrySet().stream()
                .map(group -> new CatalogGroup(group.getKey(), group.getValue()))
                .toList();
    }

    private void check(CatalogBundle bundle, ScopeCatalog catalog) {
        Scope name = bundle.name();
        for (Scope listed : declared.keySet()) {
            boolean related =
                    shape == CatalogShape.FLAT ? name.equals(listed) : name.covers(listed) || listed.covers(name);
            if (related) {
                throw new IllegalArgumentException(
                        "bundle " + name + " cannot be distinguished from a permission: the catalogue lists " + listed);
            }
        }
        if (formerly.containsKey(name)) {
            throw new IllegalArgumentException("bundle " + name
                    + " cannot be distinguished from a permission: it is a former name of " + formerly.get(name));
        }
        try {
            catalog.requireKnown(bundle.scopes());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bundle " + name + " has an " + e.getMessage(), e);
        }
    }
}
