package dev.latchkey.spring.autoconfigure;

import dev.latchkey.spring.Base64Key;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.LatchkeyProperties;
import dev.latchkey.token.ChecksumKey;
import dev.latchkey.token.TokenFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The format of tokens that the properties describe. */
final class ConfiguredFormat {

    private static final String ACTION = "Set latchkey.prefix to segments of [a-z0-9]+ joined by \"_\", at most "
            + TokenFormat.MAX_PREFIX_LENGTH + " characters, such as acme or acme_live; or set"
            + " spring.application.name, from which it is taken. For tokens without a prefix, which scanners of leaked"
            + " secrets do not find, define a bean: TokenFormat.plain().";

    private final LatchkeyProperties properties;
    private final @Nullable String applicationName;

    ConfiguredFormat(LatchkeyProperties properties, @Nullable String applicationName) {
        this.properties = properties;
        this.applicationName = applicationName;
    }

    TokenFormat format() {
        List<TokenFormat> unkeyed = Stream.concat(Stream.of(prefix()), properties.acceptedPrefixes().stream())
                .map(ConfiguredFormat::withPrefix)
                .toList();
        LatchkeyProperties.Checksum checksum = properties.checksum();
        if (checksum.key() == null) {
            requireNoRestWithoutKey(checksum);
            return unkeyed.stream().reduce(TokenFormat::alsoAccepting).orElseThrow();
        }
        ChecksumKey key = checksum.key().decode("latchkey.checksum.key");
        TokenFormat format = keyed(unkeyed, key);
        Base64Key previous = checksum.previousKey();
        if (previous != null) {
            format = format.alsoAccepting(keyed(unkeyed, previous.decode("latchkey.checksum.previous-key")));
        }
        if (checksum.acceptUnkeyedUntil() != null) {
            for (TokenFormat older : unkeyed) {
                format = format.alsoAcceptingUntil(older, checksum.acceptUnkeyedUntil());
            }
        }
        return format;
    }

    private static TokenFormat keyed(List<TokenFormat> unkeyed, ChecksumKey key) {
        return unkeyed.stream()
                .map(format -> format.keyed(key))
                .reduce(TokenFormat::alsoAccepting)
                .orElseThrow();
    }

    private static void requireNoRestWithoutKey(LatchkeyProperties.Checksum checksum) {
        if (checksum.previousKey() != null || checksum.acceptUnkeyedUntil() != null) {
            throw new LatchkeyConfigurationException(
                    "latchkey.checksum.previous-key and latchkey.checksum.accept-unkeyed-until mean nothing without"
                            + " latchkey.checksum.key.",
                    "Set latchkey.checksum.key, or remove them.");
        }
    }

    private static TokenFormat withPrefix(String prefix) {
        try {
            return TokenFormat.withPrefix(prefix);
        } catch (IllegalArgumentException e) {
            throw new LatchkeyConfigurationException("Tokens cannot begin so: " + e.getMessage() + ".", ACTION, e);
        }
    }

    private String prefix() {
        if (properties.prefix() != null) {
            return properties.prefix();
        }
        String reduced = reduced(applicationName == null ? "" : applicationName);
        if (reduced.isEmpty()) {
            throw new LatchkeyConfigurationException(
                    "Tokens need a prefix, by which a leaked one is found, and neither latchkey.prefix nor"
                            + " spring.application.name gives one.",
                    ACTION);
        }
        return reduced;
    }

    /** {@return the letters and digits of a name, in ASCII lower case, as many as a prefix may have} */
    private static String reduced(String name) {
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < name.length() && prefix.length() < TokenFormat.MAX_PREFIX_LENGTH; i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                prefix.append((char) (c + ('a' - 'A')));
            } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                prefix.append(c);
            }
        }
        return prefix.toString();
    }
}
