package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Admission.Circumstances;
import dev.latchkey.port.TokenPage;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenRecordBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Instant T0 = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant END = T0.plusSeconds(10);
    private static final StoreState CUT_OFF = StoreState.INITIAL.withRejectIssuedBefore(T0.plusMillis(1));

    private static TokenRecordBuilder record() {
        return TokenRecord.builder(TokenId.of(1, 2))
                .owner("workspaces/acme")
                .description("nightly export")
                .scopes("workspace:read")
                .hash(SecretHash.of("none", "hash"))
                .issuedAt(T0)
                .expiresAt(END);
    }

    private static @Nullable RejectionReason rejection(TokenRecord record, StoreState store, Instant now) {
        return Admission.rejection(record, Circumstances.of(store), now.toEpochMilli());
    }

    @Test
    void token_is_valid_only_before_the_instant_at_which_it_expires() {
        TokenRecord record = record().build();

        assertThat(rejection(record, StoreState.INITIAL, END.minusMillis(1))).isNull();
        assertThat(rejection(record, StoreState.INITIAL, END)).isEqualTo(RejectionReason.EXPIRED);
        assertThat(rejection(
                        record().expiresAt(null).build(), StoreState.INITIAL, Instant.ofEpochMilli(Long.MAX_VALUE - 1)))
                .isNull();
    }

    @Test
    void token_issued_by_a_clock_that_is_ahead_is_valid_at_once() {
        assertThat(rejection(record().build(), StoreState.INITIAL, T0.minusSeconds(5)))
                .isNull();
    }

    @Test
    void revoked_and_disabled_tokens_are_rejected_at_any_time() {
        TokenRecord revoked = record().revocation(new Intervention(T0.plusSeconds(1), null, "leaked"))
                .build();
        TokenRecord disabled = record().disablement(new Intervention(T0.plusSeconds(1), null, "disabled"))
                .build();

        assertThat(rejection(revoked, StoreState.INITIAL, T0.minusSeconds(5))).isEqualTo(RejectionReason.REVOKED);
        assertThat(rejection(disabled, StoreState.INITIAL, T0.minusSeconds(5))).isEqualTo(RejectionReason.DISABLED);
    }

    @Test
    void cut_off_rejects_what_was_issued_before_it_and_nothing_else() {
        assertThat(rejection(record().build(), CUT_OFF, T0)).isEqualTo(RejectionReason.CUT_OFF);
        assertThat(rejection(record().issuedAt(T0.plusMillis(1)).build(), CUT_OFF, T0))
                .isNull();
    }

    @Test
    void of_several_reasons_the_first_of_cut_off_revoked_expired_disabled_is_reported() {
        TokenRecord all = record().revocation(new Intervention(T0, null, "leaked"))
                .disablement(new Intervention(T0, null, "disabled"))
                .build();

        assertThat(rejection(all, CUT_OFF, END)).isEqualTo(RejectionReason.CUT_OFF);
        assertThat(rejection(all, StoreState.INITIAL, END)).isEqualTo(RejectionReason.REVOKED);
        assertThat(rejection(
                        record().disablement(new Intervention(T0, null, "disabled"))
                                .build(),
                        StoreState.INITIAL,
                        END))
                .isEqualTo(RejectionReason.EXPIRED);
    }

    /** The verifier compares with {@code validUntil} alone, and people see {@code state}: they must never disagree. */
    @Test
    void verifiers_and_people_see_the_same() {
        for (StoreState store : List.of(StoreState.INITIAL, CUT_OFF)) {
            for (TokenRecord record : everyRecord()) {
                for (Instant now : List.of(Instant.EPOCH, T0, END.minusMillis(1), END, END.plusMillis(1))) {
                    long millis = now.toEpochMilli();
                    boolean live = Admission.rejection(record, Circumstances.of(store), millis) == null;

                    assertThat(millis < Admission.validUntil(record, Circumstances.of(store)))
                            .isEqualTo(live);
                    assertThat(Admission.state(record, Circumstances.of(store), millis) == StoredToken.State.LIVE)
                            .isEqualTo(live);
                    assertThat(new VerifiableToken(record, store).rejectionAt(millis))
                            .isEqualTo(Admission.rejection(record, Circumstances.of(store), millis));
                    assertThat(StoredToken.of(new TokenPage.Entry(record, null), Circumstances.of(store))
                                    .state(now))
                            .isEqualTo(Admission.state(record, Circumstances.of(store), millis));
                }
            }
        }
    }

    private static List<TokenRecord> everyRecord() {
        List<TokenRecord> records = new ArrayList<>();
        for (int flags = 0; flags < 8; flags++) {
            TokenRecordBuilder builder = record();
            if ((flags & 1) != 0) {
                builder.expiresAt(null);
            }
            if ((flags & 2) != 0) {
                builder.revocation(new Intervention(T0, null, "leaked"));
            }
            if ((flags & 4) != 0) {
                builder.disablement(new Intervention(T0, null, "disabled"));
            }
            records.add(builder.build());
        }
        return records;
    }

    @Test
    void token_whose_scopes_cannot_be_read_is_not_live() {
        TokenRecord damaged = record().scopes("not,scopes").build();

        assertThat(StoredToken.of(new TokenPage.Entry(damaged, null), Circumstances.of(StoreState.INITIAL))
                        .state(T0))
                .isEqualTo(StoredToken.State.UNREADABLE);
    }
}
