package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.spring.Base64Key;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Editors show what a property does. */
class PropertyMetadataTest {

    @Test
    void every_property_has_a_description() throws Exception {
        String metadata;
        try (InputStream in = Base64Key.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            metadata = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        long properties =
                count(metadata, "\"name\": \"latchkey\\.[a-z.-]+\",\\s*\"type\": \"[^\"]+\",\\s*\"description\"");

        assertThat(metadata)
                .contains("latchkey.checksum.key", "latchkey.jdbc.initialize-schema", "latchkey.http.realm");
        assertThat(properties)
                .isEqualTo(count(metadata.substring(metadata.indexOf("\"properties\"")), "\"name\": \"latchkey\\."));
    }

    private static long count(String text, String regex) {
        return Pattern.compile(regex).matcher(text).results().count();
    }
}
