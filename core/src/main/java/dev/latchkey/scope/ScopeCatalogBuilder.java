package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ScopeCatalog}. Not safe for use by several threads.
 *
 * <p>Names may be used before they are declared; everything is checked by {@link #build()}.
 */
public final class ScopeCatalogBuilder {

    private static final String UNTITLED = "Permissions";
    private static final String ONLY_LEVEL = "Granted";

    private final Map<Scope, CatalogDeclaration> declared = new LinkedHashMap<>();
    private final List<CatalogDeclaration.Row> rows = new ArrayList<>();
    private final Map<Scope, CatalogBundle> bundles = new LinkedHashMap<>();
    private String title = UNTITLED;
    private CatalogShape shape = CatalogShape.CLOSED;
    private CatalogDeclaration.@Nullable Row levels;
    private @Nullable CatalogDeclaration latest;

    ScopeCatalogBuilder() {}

    /**
     * Treats names as whole: {@code repository:write} is not beneath {@code repository}, and a permission gives itself
     * and what it implies.
     *
     * <p>For services whose names have colons but no hierarchy. A grantor's or owner's {@code *} still stands for every
     * listed name; other wildcards stand for nothing.
     *
     * @return this builder
     * @throws IllegalStateException if wildcards were allowed, which flat names do not have
     */
    public ScopeCatalogBuilder flatNames() {
        return shape(CatalogShape.FLAT);
    }

    /**
     * Allows tokens to be issued with patterns such as {@code *} and {@code *:read} that cover at least one listed
     * permission. They also give permissions that are listed later.
     *
     * <p>An unlisted name above listed ones ({@code admin}, or {@code admin:*}, which is the same scope) is still refused.
     *
     * @return this builder
     * @throws IllegalStateException if the names are flat
     */
    public ScopeCatalogBuilder allowWildcards() {
        return shape(CatalogShape.WITH_WILDCARDS);
    }

    private ScopeCatalogBuilder shape(CatalogShape wanted) {
        if (shape != CatalogShape.CLOSED && shape != wanted) {
            throw new IllegalStateException("flat names have no wildcards; call flatNames() or allowWildcards()");
        }
        shape = wanted;
        return this;
    }

    /**
     * Puts the permissions that follow under a heading.
     *
     * @param title not blank; a title used before continues its group
     * @return this builder
     */
    public ScopeCatalogBuilder group(String title) {
        this.title = CatalogDeclaration.requireText(title, "a group's title");
        levels = null;
        return this;
    }

    /**
     * Lists a permission, in a row of its own.
     *
     * @param name literal segments joined by {@code :}, as in {@code workspace:read}
     * @param description what it allows, for people; not blank
     * @return this builder
     * @throws IllegalArgumentException if the name is not a plain permission, or is listed already
     */
    public ScopeCatalogBuilder permission(String name, String description) {
        CatalogDeclaration permission = declare(name, description);
        rows.add(new CatalogDeclaration.Row(
                title, name, description, List.of(new CatalogDeclaration.Choice(ONLY_LEVEL, permission))));
        levels = null;
        return this;
    }

    /**
     * Starts a row of one thing with several levels of access, of which a form lets people choose one; the levels follow by
     * {@link #level}.
     *
     * @param thing what the row is about, as in {@code Contents}; not blank
     * @param description what that is, for people; not blank
     * @return this builder
     */
    public ScopeCatalogBuilder levelsOf(String thing, String description) {
        levels = new CatalogDeclaration.Row(
                title,
                CatalogDeclaration.requireText(thing, "the title of a row"),
                CatalogDeclaration.requireText(description, "the description of " + thing),
                new ArrayList<>());
        rows.add(levels);
        return this;
    }

    /**
     * Lists a permission as the next level of the row that {@link #levelsOf} started. It implies the level before it.
     *
     * <p>Its description is the row's title and the label, as in {@code Contents: Read-only}.
     *
     * @param label what the choice is called, as in {@code Read-only}; not blank
     * @param name the permission, as in {@code contents:read}
     * @return this builder
     * @throws IllegalStateException if no row was started, or it ended by another permission or group
     * @throws IllegalArgumentException if the name is not a plain permission, or is listed already
     */
    public ScopeCatalogBuilder level(String label, String name) {
        CatalogDeclaration.Row row = levels;
        if (row == null) {
            throw new IllegalStateException("level(\"" + label + "\", \"" + name
                    + "\") belongs to a row; call levelsOf() right before its levels");
        }
        CatalogDeclaration permission =
                declare(name, row.title() + ": " + CatalogDeclaration.requireText(label, "the label of level " + name));
        if (!row.choices().isEmpty()) {
            int last = row.choices().size() - 1;
            permission.implies.add(row.choices().get(last).permission().scope);
        }
        row.choices().add(new CatalogDeclaration.Choice(label, permission));
        return this;
    }

    private CatalogDeclaration declare(String name, String description) {
        Scope scope = CatalogDeclaration.plainName(name);
        CatalogDeclaration permission = new CatalogDeclaration(
                scope, CatalogDeclaration.requireText(description, "the description of " + scope));
        if (declared.putIfAbsent(scope, permission) != null) {
            throw new IllegalArgumentException("permission " + scope + " is listed twice");
        }
        latest = permission;
        return permission;
    }

    /**
     * Adds permissions that the permission listed last gives in addition to itself and those beneath it.
     *
     * <p>The implied permissions are given on the resource that the permission is granted on.
     *
     * @param names permissions that this catalogue lists, before or after
     * @return this builder
     * @throws IllegalStateException if no permission was listed yet
     * @throws IllegalArgumentException if a name is not a plain permission
     */
    public ScopeCatalogBuilder implies(String... names) {
        CatalogDeclaration permission = latest("implies()");
        for (String name : names) {
            permission.implies.add(CatalogDeclaration.plainName(name));
        }
        return this;
    }

    /**
     * Allows tokens to be issued with any name beneath the permission listed last: {@code project:alpha} if
     * {@code project} is open.
     *
     * <p>For names that the host creates at run time. Typing errors in such names are not detected.
     *
     * @return this builder
     * @throws IllegalStateException if no permission was listed yet
     */
    public ScopeCatalogBuilder open() {
        latest("open()").open = true;
        return this;
    }

    /**
     * Adds former names of the permission listed last. In stored grants a former name means the current one; tokens are
     * no longer issued with it, and forms do not show it.
     *
     * @param oldNames names that are not listed any more
     * @return this builder
     * @throws IllegalStateException if no permission was listed yet
     * @throws IllegalArgumentException if a name is not a plain permission
     */
    public ScopeCatalogBuilder formerly(String... oldNames) {
        CatalogDeclaration permission = latest("formerly()");
        for (String name : oldNames) {
            permission.formerly.add(CatalogDeclaration.plainName(name));
        }
        return this;
    }

    private CatalogDeclaration latest(String method) {
        if (latest == null) {
            throw new IllegalStateException(method + " belongs to a permission; call permission() first");
        }
        return latest;
    }

    /**
     * Adds a bundle: a named set of permissions, requested by its name when a token is issued.
     *
     * @param name written like a permission, but neither a listed one nor, in a hierarchy, above or beneath one
     * @param description what it is for, for people; not blank
     * @param permissions what it stands for: at least one permission that a token may be issued with; without resources
     * @return this builder
     * @throws IllegalArgumentException if the name is not plain or is used already, or there are no permissions
     */
    public ScopeCatalogBuilder bundle(String name, String description, String... permissions) {
        Scope scope = CatalogDeclaration.plainName(name);
        List<Scope> members = new ArrayList<>();
        for (String permission : permissions) {
            members.add(Scope.of(permission).requirePermissionAlone());
        }
        if (members.isEmpty()) {
            throw new IllegalArgumentException("bundle " + scope + " stands for nothing; name its permissions");
        }
        CatalogBundle bundle = new CatalogBundle(
                scope,
                CatalogDeclaration.requireText(description, "the description of " + scope),
                ScopeSet.of(members));
        if (bundles.putIfAbsent(scope, bundle) != null) {
            throw new IllegalArgumentException("bundle " + scope + " is named twice");
        }
        return this;
    }

    /**
     * Checks everything and builds the catalogue.
     *
     * @return the catalogue
     * @throws IllegalArgumentException if it lists nothing; a permission implies one that is not listed; permissions
     *     give each other in a cycle, which the message names; a row has no levels; an old name is listed, is above a
     *     listed one, or is that of two permissions; flat names are open; or a bundle's name or members do not fit the
     *     list
     */
    public ScopeCatalog build() {
        return new CatalogAssembly(declared, rows, bundles, shape).build();
    }
}
