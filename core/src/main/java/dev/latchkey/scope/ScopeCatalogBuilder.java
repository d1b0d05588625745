package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ScopeCatalog}. Not safe for use by several threads.
 *
 * <p>Names may be used before they are declared; everything is checked by {@link #build()}.
 */
public final class ScopeCatalogBuilder {

    private static final String UNTITLED = "Permissions";

    private final Map<Scope, Declaration> declared = new LinkedHashMap<>();
    private final Map<Scope, CatalogBundle> bundles = new LinkedHashMap<>();
    private String title = UNTITLED;
    private @Nullable Declaration latest;

    ScopeCatalogBuilder() {}

    /**
     * Puts the permissions that follow under a heading.
     *
     * @param title not blank; a title used before continues its group
     * @return this builder
     */
    public ScopeCatalogBuilder group(String title) {
        this.title = requireText(title, "a group's title");
        return this;
    }

    /**
     * Lists a permission.
     *
     * @param name literal segments joined by {@code :}, as in {@code workspace:read}
     * @param description what it allows, for people; not blank
     * @return this builder
     * @throws IllegalArgumentException if the name is not a plain permission, or is listed already
     */
    public ScopeCatalogBuilder permission(String name, String description) {
        Scope scope = plainName(name);
        Declaration declaration = new Declaration(
                title, scope, requireText(description, "the description of " + scope), new ArrayList<>());
        if (declared.putIfAbsent(scope, declaration) != null) {
            throw new IllegalArgumentException("permission " + scope + " is listed twice");
        }
        latest = declaration;
        return this;
    }

    /**
     * Says what the permission listed last gives besides itself and what is beneath it.
     *
     * <p>The implied permissions are given on whatever resource the permission is granted on.
     *
     * @param names permissions that this catalogue lists, before or after
     * @return this builder
     * @throws IllegalStateException if no permission was listed yet
     * @throws IllegalArgumentException if a name is not a plain permission
     */
    public ScopeCatalogBuilder implies(String... names) {
        if (latest == null) {
            throw new IllegalStateException("implies() belongs to a permission; call permission() first");
        }
        for (String name : names) {
            latest.implies().add(plainName(name));
        }
        return this;
    }

    /**
     * Names a set of permissions that can be asked for in one word when a token is issued.
     *
     * @param name written like a permission, but neither a listed one nor above or beneath one
     * @param description what it is for, for people; not blank
     * @param permissions what it stands for: at least one listed permission, or something above or beneath one; without
     *     resources
     * @return this builder
     * @throws IllegalArgumentException if the name is not plain or is used already, or there are no permissions
     */
    public ScopeCatalogBuilder bundle(String name, String description, String... permissions) {
        Scope scope = plainName(name);
        List<Scope> members = new ArrayList<>();
        for (String permission : permissions) {
            members.add(Scope.of(permission).requirePermissionAlone());
        }
        if (members.isEmpty()) {
            throw new IllegalArgumentException("bundle " + scope + " stands for nothing; name its permissions");
        }
        CatalogBundle bundle =
                new CatalogBundle(scope, requireText(description, "the description of " + scope), ScopeSet.of(members));
        if (bundles.putIfAbsent(scope, bundle) != null) {
            throw new IllegalArgumentException("bundle " + scope + " is named twice");
        }
        return this;
    }

    /**
     * Checks everything and builds the catalogue.
     *
     * @return the catalogue
     * @throws IllegalArgumentException if it lists nothing; a permission implies one that is not listed; permissions imply
     *     each other in a circle, which is named; or a bundle's name or members do not fit the list
     */
    public ScopeCatalog build() {
        if (declared.isEmpty()) {
            throw new IllegalArgumentException("a catalogue without permissions would refuse every token; list some");
        }
        Map<Scope, List<Scope>> implied = new LinkedHashMap<>();
        declared.forEach((scope, declaration) -> implied.put(scope, declaration.implies()));
        Map<Scope, Set<Scope>> included = new Implications(implied).closures();

        Map<String, List<CatalogPermission>> groups = new LinkedHashMap<>();
        declared.forEach((scope, declaration) -> groups.computeIfAbsent(declaration.group(), t -> new ArrayList<>())
                .add(new CatalogPermission(
                        scope,
                        declaration.description(),
                        declaration.implies(),
                        List.copyOf(included.getOrDefault(scope, Set.of())))));
        ScopeCatalog catalog = new ScopeCatalog(
                groups.entrySet().stream()
                        .map(group -> new CatalogGroup(group.getKey(), group.getValue()))
                        .toList(),
                Collections.unmodifiableMap(new LinkedHashMap<>(bundles)));
        bundles.values().forEach(bundle -> check(bundle, catalog));
        return catalog;
    }

    private static void check(CatalogBundle bundle, ScopeCatalog catalog) {
        if (catalog.unknown(ScopeSet.of(bundle.name())).isEmpty()) {
            throw new IllegalArgumentException("bundle " + bundle.name()
                    + " would be taken for a permission: the catalogue lists it, or one above or beneath it");
        }
        try {
            catalog.requireKnown(bundle.scopes());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bundle " + bundle.name() + " has an " + e.getMessage(), e);
        }
    }

    private static Scope plainName(String name) {
        Scope scope = Scope.of(name).requirePermissionAlone();
        SegmentPattern permission = scope.permissionPattern();
        if (permission.isEverything()
                || permission.literals() < permission.length()
                || !scope.toString().equals(name)) {
            throw new IllegalArgumentException("a catalogue's names have no wildcards, unlike " + name);
        }
        return scope;
    }

    private static String requireText(String text, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank; people read it");
        }
        return text;
    }

    private record Declaration(String group, Scope scope, String description, List<Scope> implies) {}
}
