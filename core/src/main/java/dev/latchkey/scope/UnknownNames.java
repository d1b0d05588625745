package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Explains why a catalogue does not issue a name, and suggests alternatives. */
record UnknownNames(CatalogNames names, Set<Scope> bundles) {

    /** How many unknown scopes one message explains. */
    static final int MOST_EXPLAINED = 10;

    private static final int MOST_NAMED = 12;
    private static final int MOST_SUGGESTED = 3;

    /** The nearest names: those spelled almost alike; if there are none, the listed one above and those beneath. */
    List<Scope> suggestions(Scope unknown) {
        Scope permission = unknown.withoutResource();
        List<Scope> candidates = new ArrayList<>(names.listed().keySet());
        candidates.addAll(bundles);
        List<Scope> alike = NearestNames.of(permission, candidates);
        if (!alike.isEmpty()) {
            return alike;
        }
        Set<Scope> found = new LinkedHashSet<>();
        Scope above = names.listedAbove(permission);
        if (above != null) {
            found.add(above);
        }
        names.listed().keySet().stream().filter(permission::covers).forEach(found::add);
        return found.stream().limit(MOST_SUGGESTED).toList();
    }

    String explain(Scope unknown) {
        Scope today = names.current(unknown);
        if (!today.equals(unknown)) {
            return "unknown scope " + unknown + "; it is now called " + today;
        }
        List<Scope> suggestions = suggestions(unknown);
        String hint = suggestions.isEmpty()
                ? "; known are " + someNames()
                : "; did you mean " + suggestions.stream().map(Scope::toString).collect(Collectors.joining(" or "))
                        + "?";
        return "unknown scope " + unknown + (hasWildcard(unknown) ? "; wildcards are not issued" : "") + hint;
    }

    private boolean hasWildcard(Scope unknown) {
        SegmentPattern permission = unknown.permissionPattern();
        return names.shape() != CatalogShape.WITH_WILDCARDS
                && (permission.isEverything() || permission.literals() < permission.length());
    }

    private String someNames() {
        int hidden = names.listed().size() - MOST_NAMED;
        return names.listed().keySet().stream()
                        .limit(MOST_NAMED)
                        .map(Scope::toString)
                        .collect(Collectors.joining(", "))
                + (hidden > 0 ? " and " + hidden + " more" : "");
    }
}
