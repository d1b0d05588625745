package dev.latchkey.token;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks that every store can keep the attributes of a record. */
final class Attributes {

    static final int MAX_KEY_LENGTH = 64;

    private Attributes() {}

    /** {@return a copy in the order of the keys} */
    static SortedMap<String, String> require(Map<String, String> attributes) {
        if (attributes.size() > TokenRecord.MAX_ATTRIBUTES) {
            throw new IllegalArgumentException(attributes.size() + " attributes are more than the "
                    + TokenRecord.MAX_ATTRIBUTES + " that a token can have");
        }
        attributes.forEach((key, value) -> {
            RecordText.requireAscii("the key of an attribute", key, MAX_KEY_LENGTH);
            RecordText.requireText("attribute " + key, value, TokenRecord.MAX_TEXT_LENGTH);
        });
        return Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
}
