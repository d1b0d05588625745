package dev.latchkey.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every value is read as it was written; anything else is refused by a {@link TokenStoreException}. */
class FormatProperties {

    private static final TokenId ID = TokenId.of(1, 2);

    @Property
    void a_record_is_read_as_it_was_written(@ForAll("records") TokenRecord record) {
        assertThat(RecordFormat.read(record.id(), RecordFormat.write(record))).isEqualTo(record);
    }

    @Property(tries = 100)
    void a_record_that_is_cut_off_anywhere_is_refused(@ForAll("records") TokenRecord record) {
        byte[] bytes = RecordFormat.write(record);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);

            assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> RecordFormat.read(record.id(), cut));
            assertThat(RecordFormat.unreadable(record.id(), cut, "cut off").id())
                    .isEqualTo(record.id());
        }
    }

    @Property(tries = 200)
    void a_record_of_which_one_byte_changed_is_refused_or_is_another_record(
            @ForAll("records") TokenRecord record, @ForAll byte damage) {
        byte[] bytes = RecordFormat.write(record);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= damage;
            try {
                TokenRecord read = RecordFormat.read(record.id(), damaged);
                assertThat(RecordFormat.write(read)).isEqualTo(damaged);
            } catch (TokenStoreException e) {
                assertThat(damage).isNotZero();
            }
        }
    }

    @Property
    void garbage_is_refused_in_every_format(@ForAll byte[] garbage, @ForAll boolean knownVersion) {
        if (knownVersion && garbage.length > 0) {
            garbage[0] = 1;
        }
        List<Consumer<byte[]>> readers = List.of(
                bytes -> RecordFormat.read(ID, bytes),
                bytes -> RecordFormat.unreadable(ID, bytes, "garbage"),
                bytes -> UseFormat.read(ID, bytes),
                StateFormat::read,
                ClaimFormat::read,
                FeedEnd::read,
                FeedSegment::read,
                TrimFormat::read,
                bytes -> FeedEntry.read(3, bytes));
        for (Consumer<byte[]> reader : readers) {
            try {
                reader.accept(garbage);
            } catch (TokenStoreException e) {
                assertThat(e).hasMessageContaining("is not what was written");
            }
        }
    }

    @Property
    void a_use_is_read_as_it_was_written(
            @ForAll("ids") TokenId id, @ForAll("times") Instant time, @ForAll("scopes") ScopeSet scopes) {
        TokenUse use = new TokenUse(id, time, scopes);

        assertThat(UseFormat.read(id, UseFormat.write(use))).isEqualTo(use);
    }

    @Property
    void a_state_is_read_as_it_was_written(
            @ForAll("versions") long version,
            @ForAll("optionalTimes") Instant cutOff,
            @ForAll("bounds") Duration bound,
            @ForAll("optionalTimes") Instant usesRecordedSince) {
        StoreState state = new StoreState(version, cutOff, bound, usesRecordedSince);

        assertThat(StateFormat.read(StateFormat.write(state))).isEqualTo(state);
    }

    @Property
    void an_entry_of_the_feed_is_read_as_it_was_written(
            @ForAll("versions") long sequence,
            @ForAll long nonce,
            @ForAll("times") Instant time,
            @ForAll("idLists") List<TokenId> tokens) {
        NumberedPosition position = new NumberedPosition(sequence, nonce);
        FeedEntry entry = new FeedEntry(position, time, nonce > 0, tokens);
        FeedEnd end = new FeedEnd(position, ~nonce);
        FeedSegment segment = new FeedSegment(sequence, time, nonce > 0, ~nonce);
        RevisionPosition revision = new RevisionPosition(position, sequence);

        assertThat(FeedEntry.read(sequence, entry.bytes())).isEqualTo(entry);
        assertThat(FeedEnd.read(end.bytes())).isEqualTo(end);
        assertThat(FeedSegment.read(segment.bytes())).isEqualTo(segment);
        assertThat(TrimFormat.read(TrimFormat.write(nonce))).isEqualTo(nonce);
        assertThat(RevisionPosition.of(revision.position())).contains(revision);
    }

    @Provide
    Arbitrary<TokenRecord> records() {
        Arbitrary<TokenRecord> first = Combinators.combine(ids(), texts(), texts(), asciis(), asciis(), times())
                .as((id, owner, description, scopes, hash, issuedAt) -> TokenRecord.builder(id)
                        .owner(owner)
                        .description(description)
                        .scopes(scopes)
                        .hash(SecretHash.of("argon2id", hash))
                        .issuedAt(issuedAt)
                        .build());
        Arbitrary<TokenRecord> second = Combinators.combine(
                        first,
                        optionalTimes(),
                        interventions(),
                        interventions(),
                        texts().injectNull(0.5),
                        asciis().injectNull(0.5))
                .as((record, expiresAt, revocation, disablement, createdBy, requestKey) -> record.toBuilder()
                        .expiresAt(expiresAt)
                        .revocation(revocation)
                        .disablement(disablement)
                        .createdBy(createdBy)
                        .requestKey(requestKey)
                        .requestDigest(requestKey)
                        .build());
        Arbitrary<List<TokenId>> ancestors = ids().list().uniqueElements().ofMaxSize(TokenRecord.MAX_ANCESTORS);
        Arbitrary<Map<String, String>> attributes = Arbitraries.maps(
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .ofMinLength(1)
                                .ofMaxLength(64),
                        texts())
                .ofMaxSize(4);
        Arbitrary<TokenRecord> third = Combinators.combine(second, ancestors, attributes)
                .as((record, tokens, texts) -> record.toBuilder()
                        .ancestors(tokens.stream()
                                .filter(token -> !token.equals(record.id()))
                                .toList())
                        .attributes(texts)
                        .build());
        return Combinators.combine(third, ids(), optionalIds(), texts(), versions())
                .as((record, family, successor, details, version) -> record.toBuilder()
                        .family(family)
                        .successor(successor)
                        .details(details)
                        .version(version + 1)
                        .build());
    }

    private Arbitrary<Intervention> interventions() {
        return Combinators.combine(times(), texts().injectNull(0.5), texts())
                .as(Intervention::new)
                .injectNull(0.5);
    }

    @Provide
    Arbitrary<TokenId> ids() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(TokenId::of);
    }

    @Provide
    Arbitrary<List<TokenId>> idLists() {
        return ids().list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<TokenId> optionalIds() {
        return ids().injectNull(0.5);
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(0, Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli())
                .map(Instant::ofEpochMilli);
    }

    @Provide
    Arbitrary<Instant> optionalTimes() {
        return times().injectNull(0.3);
    }

    @Provide
    Arbitrary<Duration> bounds() {
        return Arbitraries.longs()
                .between(0, Duration.ofDays(1).toMillis())
                .map(Duration::ofMillis)
                .injectNull(0.3);
    }

    @Provide
    Arbitrary<Long> versions() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE - 2);
    }

    @Provide
    Arbitrary<ScopeSet> scopes() {
        return Arbitraries.of("a", "workspace:read", "workspace:read@workspaces/acme", "x:*@a/*/b")
                .set()
                .map(texts -> texts.isEmpty() ? ScopeSet.empty() : ScopeSet.parse(String.join(" ", texts)));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.of("workspaces/acme", "\u00fc", "\u20ac uro", "\uD83D\uDD11", "x".repeat(255));
    }

    private static Arbitrary<String> asciis() {
        return Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(40);
    }
}
