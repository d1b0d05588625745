package dev.latchkey.planted;

import dev.latchkey.token.TokenRecord;
import java.util.List;
import java.util.Map;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public final class LeaksARecord {

    /** Something that a host would call. */
    public interface Inner {
        Map<String, ? extends List<TokenRecord[]>> records();
    }
}
