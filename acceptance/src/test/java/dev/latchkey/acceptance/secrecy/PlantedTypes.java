package dev.latchkey.acceptance.secrecy;

import dev.latchkey.token.SecretHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Public types that a search for secrets has to tell apart. */
public final class PlantedTypes {

    private PlantedTypes() {}

    /** Leads to a hash, through a generic field. */
    public record Bag(Map<String, Optional<List<? extends SecretHash>>> hashes) {}

    /** Leads to none. */
    public record Purse(Map<String, List<String>> coins) {}
}
