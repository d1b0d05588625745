package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.token.UnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** On a database that enforces read-only transactions, what is returned is stored, and what is not stored is not returned. */
class ReadOnlyTransactionTest {

    @Test
    void issuing_and_revoking_are_refused_in_a_transaction_that_the_database_keeps_from_writing() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            Contexts.named()
                    .withPropertyValues(
                            "spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                            "latchkey.jdbc.initialize-schema=always")
                    .run(context -> {
                        AccessTokens tokens = context.getBean(AccessTokens.class);
                        TransactionTemplate readOnly =
                                new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
                        readOnly.setReadOnly(true);
                        IssuedToken issued = tokens.issuer().issue(Contexts.REQUEST);
                        List<IssuedToken> returned = new ArrayList<>();

                        assertThatExceptionOfType(UnavailableException.class)
                                .isThrownBy(() -> readOnly.executeWithoutResult(
                                        status -> returned.add(tokens.issuer().issue(Contexts.REQUEST))));
                        assertThatExceptionOfType(UnavailableException.class)
                                .isThrownBy(() -> readOnly.executeWithoutResult(
                                        status -> tokens.all().by("users/42").revoke(issued.id(), "no longer needed")));

                        assertThat(returned).isEmpty();
                        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
                        tokens.all().by("users/42").revoke(issued.id(), "no longer needed");
                        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Rejected.class);
                    });
        }
    }
}
