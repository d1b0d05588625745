package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What requests, answers and settings keep and print. */
class ValuesTest {

    private final Service service = new Service();

    @Test
    void issued_token_shows_its_id_and_when_it_was_issued_and_hides_its_secret() {
        IssuedToken issued = service.tokens().build().issuer().issue(Service.request());

        assertThat(issued).hasToString("IssuedToken[" + issued.id() + ", secret=redacted]");
        assertThat(issued.stored().issuedAt()).isEqualTo(Service.START);
    }

    @Test
    void request_prints_owner_description_and_scopes() {
        assertThat(Service.request()).asString().contains("workspaces/acme", "nightly export", "workspace:read");
    }

    @Test
    void limits_print_what_was_set() {
        Limits limits = Limits.standard()
                .proofs(1)
                .records(2)
                .hashesAtOnce(3)
                .lookUpsAtOnce(6)
                .maximumWait(Duration.ofSeconds(4))
                .events(5);

        assertThat(limits)
                .hasToString(
                        "Limits[proofs=1, records=2, hashesAtOnce=3, lookUpsAtOnce=6, maximumWait=PT4S, events=5]");
    }

    @Test
    void policy_prints_what_was_set_and_bounds_the_number_of_scopes() {
        IssuePolicy policy = IssuePolicy.standard().maximumScopes(2);

        assertThat(policy).asString().contains("never=refused", "scopes=2");
        assertThat(policy.allowingNever()).asString().contains("never=allowed", "scopes=2");
        policy.requireFew(ScopeSet.parse("a b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.requireFew(ScopeSet.parse("a b c")))
                .withMessageContaining("3 distinct scopes");
    }

    @Test
    void excess_survives_serialization() throws Exception {
        for (String scopes : List.of("", "workspace:read", "sources:write workspace:read")) {
            ExcessiveScopeException thrown = new ExcessiveScopeException("the grantor", ScopeSet.parse(scopes));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ObjectOutputStream(bytes).writeObject(thrown);

            Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

            assertThat(((ExcessiveScopeException) read).excess()).isEqualTo(thrown.excess());
        }
    }

    @Test
    void three_refused_ids_in_a_row_are_an_error_of_the_store() {
        AtomicInteger inserts = new AtomicInteger();
        AccessTokens tokens = service.tokensOn(new DelegatingStore(service.store) {
                    @Override
                    public boolean write(List<Write> writes) {
                        inserts.incrementAndGet();
                        return false;
                    }
                })
                .build();

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> tokens.issuer().issue(Service.request()))
                .withMessageContaining("3 new token ids");
        assertThat(inserts).hasValue(3);
    }
}
