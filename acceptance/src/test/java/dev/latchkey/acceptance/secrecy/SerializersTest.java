package dev.latchkey.acceptance.secrecy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.IssuedToken;
import dev.latchkey.http.BearerCredentials;
import dev.latchkey.proof.SecretProofs;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.ChecksumKey;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenRecord;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Serializers that read fields by reflection find neither secret, nor hash, nor key in any public type. */
class SerializersTest {

    /** What has a secret, a hash or a key in fields of its own; the hidden ones by name. */
    private static final Set<Class<?>> LEAVES = Set.of(
            BearerToken.class,
            SecretHash.class,
            SecretDigest.class,
            ChecksumKey.class,
            BearerCredentials.Presented.class,
            hidden("token.KeyedChecksum"),
            hidden("token.HmacSha256"),
            hidden("token.Sha256"),
            hidden("token.Crc32"),
            hidden("token.StripedPool"),
            hidden("proof.ProofKey"),
            hidden("argon2.PhcString"));

    private static Specimens specimens;

    @BeforeAll
    static void issue() {
        specimens = new Specimens();
    }

    @AfterAll
    static void close() {
        specimens.close();
    }

    private static Class<?> hidden(String name) {
        try {
            return Class.forName("dev.latchkey." + name, false, SecretProofs.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_public_type_that_leads_to_a_secret_is_tried() {
        assertThat(specimens.byType.keySet())
                .containsAll(PublishedTypes.ofTheLibrary().publicTypesThatReach(LEAVES));
    }

    @ParameterizedTest
    @EnumSource
    void a_serializer_finds_neither_secret_nor_hash_nor_key(Serializers serializer) {
        assertThat(specimens.byType).allSatisfy((type, specimen) -> {
            assertThat(specimen).isInstanceOf(type);
            assertThat(specimens.traces.in(serializer.written(specimen))).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"GSON", "JACKSON"})
    void a_serializer_writes_the_rest(Serializers serializer) {
        assertThat(serializer.written(specimens.byType.get(TokenRecord.class)))
                .contains("workspaces/acme", "nightly export", "workspace:read")
                .doesNotContain(" // ");
        assertThat(serializer.written(specimens.byType.get(IssuedToken.class)))
                .contains("workspaces/acme")
                .doesNotContain(" // ");
    }

    @Test
    void no_type_that_leads_to_a_secret_is_written_by_the_platform_s_serialization() {
        assertThat(specimens.byType.values()).allSatisfy(specimen -> {
            try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
                assertThatExceptionOfType(NotSerializableException.class).isThrownBy(() -> out.writeObject(specimen));
            }
        });
    }

    static Stream<Class<?>> leaves() {
        return LEAVES.stream();
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void what_has_a_secret_is_a_final_class_with_transient_fields(Class<?> leaf) {
        assertThat(Modifier.isFinal(leaf.getModifiers())).isTrue();
        assertThat(leaf.isRecord()).isFalse();
        assertThat(PublishedTypes.instanceFields(leaf))
                .allSatisfy(field -> assertThat(Modifier.isTransient(field.getModifiers()))
                        .as(field.getName())
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void only_what_is_compared_in_constant_time_or_is_no_secret_has_equals(Class<?> leaf) {
        boolean hasEquals = Stream.of(leaf.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("equals"));

        assertThat(hasEquals).isEqualTo(Set.of("SecretHash", "ProofKey").contains(leaf.getSimpleName()));
    }

    /** The planted leak: a public record with a secret in it. */
    public record Leak(Object secret) {}

    @ParameterizedTest
    @EnumSource
    void a_planted_leak_is_found_in_every_form(Serializers serializer) {
        String secret =
                ((BearerToken) specimens.byType.get(BearerToken.class)).reveal().substring(32);

        assertThat(Specimens.leaksOf(secret)).allSatisfy((form, leak) -> {
            if (!(leak instanceof byte[]) || serializer != Serializers.TO_STRING) {
                assertThat(specimens.traces.in(serializer.written(new Leak(leak))))
                        .as(form)
                        .isNotEmpty();
            }
        });
    }

    @Test
    void a_planted_type_that_leads_to_a_secret_is_noticed() {
        assertThat(new PublishedTypes(Set.of(PlantedTypes.Bag.class, PlantedTypes.Purse.class))
                        .publicTypesThatReach(LEAVES))
                .containsExactly(PlantedTypes.Bag.class);
    }
}
