package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A permission as a {@link ScopeCatalogBuilder} was given it. */
final class CatalogDeclaration {

    final Scope scope;
    final String description;
    final List<Scope> implies = new ArrayList<>();
    final Set<Scope> formerly = new LinkedHashSet<>();
    boolean open;

    CatalogDeclaration(Scope scope, String description) {
        this.scope = scope;
        this.description = description;
    }

    /** {@return the name as a scope; refused unless it is literal segments alone} */
    static Scope plainName(String name) {
        Scope scope = Scope.of(name).requirePermissionAlone();
        SegmentPattern permission = scope.permissionPattern();
        if (permission.isEverything()
                || permission.literals() < permission.length()
                || !scope.toString().equals(name)) {
            throw new IllegalArgumentException("a catalogue's names have no wildcards, unlike " + name);
        }
        return scope;
    }

    /** {@return the text, which people read; refused if it is blank} */
    static String requireText(String text, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank; people read it");
        }
        return text;
    }

    /** A row as it was given: what it is about, and its choices with the lowest first. */
    record Row(String group, String title, String description, List<Choice> choices) {}

    /** A level of a row as it was given. */
    record Choice(String label, CatalogDeclaration permission) {}
}
