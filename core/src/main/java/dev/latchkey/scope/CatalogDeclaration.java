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

    /** A row as it was given: what it is about, and its choices with the lowest first. */
    record Row(String group, String title, String description, List<Choice> choices) {}

    /** A level of a row as it was given. */
    record Choice(String label, CatalogDeclaration permission) {}
}
