package dev.latchkey.change;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.token.TokenId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Divides ids into batches of one look-up each. */
public final class IdBatches {

    private IdBatches() {}

    /**
     * {@return the ids in sets of at most {@value StoreLimits#MAX_IDS}}
     *
     * @param ids the ids, each once
     */
    public static List<Set<TokenId>> of(Collection<TokenId> ids) {
        List<TokenId> all = List.copyOf(ids);
        List<Set<TokenId>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += StoreLimits.MAX_IDS) {
            batches.add(Set.copyOf(all.subList(from, Math.min(from + StoreLimits.MAX_IDS, all.size()))));
        }
        return batches;
    }
}
