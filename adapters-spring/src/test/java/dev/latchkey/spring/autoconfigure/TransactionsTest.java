package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.token.TokenId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Issuing and changing join the transactions that Spring begins on the tokens' data source, and no others. */
class TransactionsTest {

    private record Application(AccessTokens tokens, PlatformTransactionManager manager, SpringTransactions joined) {

        IssuedToken issue() {
            return tokens.issuer().issue(Contexts.REQUEST);
        }

        Verification verify(IssuedToken token) {
            return tokens.verifier().verify(token.reveal());
        }

        void revoke(TokenId id) {
            tokens.all().by("users/42").revoke(id, "no longer needed");
        }

        TransactionTemplate transaction() {
            return new TransactionTemplate(manager);
        }

        TransactionTemplate newTransaction() {
            return new TransactionTemplate(
                    manager, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
        }
    }

    private static void run(ApplicationContextRunner runner, Consumer<Application> test) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(new Application(
                    context.getBean(AccessTokens.class),
                    context.getBean(PlatformTransactionManager.class),
                    context.getBean(SpringTransactions.class)));
        });
    }

    private static void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }

            @Override
            public int getOrder() {
                return HIGHEST_PRECEDENCE;
            }
        });
    }

    private static void afterCompletion(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                action.run();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void a_token_that_is_issued_in_a_transaction_exists_once_it_is_committed(String autocommit) {
        run(Contexts.named().withPropertyValues("spring.datasource.hikari.auto-commit=" + autocommit), application -> {
            IssuedToken issued = application.transaction().execute(status -> {
                IssuedToken token = application.issue();
                assertThat(application.verify(token)).isInstanceOf(Rejected.class);
                return token;
            });

            assertThat(application.verify(issued)).isInstanceOf(Verified.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void a_token_that_is_issued_in_a_transaction_does_not_exist_if_it_is_rolled_back(String autocommit) {
        run(Contexts.named().withPropertyValues("spring.datasource.hikari.auto-commit=" + autocommit), application -> {
            IssuedToken issued = application.transaction().execute(status -> {
                status.setRollbackOnly();
                return application.issue();
            });

            assertThat(application.verify(issued)).isInstanceOf(Rejected.class);
            assertThat(application.tokens().all().find(issued.id())).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void outside_of_a_transaction_everything_is_committed_at_once(String autocommit) {
        run(Contexts.named().withPropertyValues("spring.datasource.hikari.auto-commit=" + autocommit), application -> {
            IssuedToken issued = application.issue();
            assertThat(application.verify(issued)).isInstanceOf(Verified.class);

            application.revoke(issued.id());
            assertThat(application.verify(issued)).isInstanceOf(Rejected.class);
        });
    }

    @Test
    void a_cached_record_is_forgotten_once_the_revocation_is_committed() {
        run(Contexts.named().withPropertyValues("latchkey.revocation-within=1h"), application -> {
            IssuedToken issued = application.issue();
            List<Class<?>> seenAfterCommit = new ArrayList<>();

            application.transaction().executeWithoutResult(status -> {
                application.revoke(issued.id());
                assertThat(application.verify(issued)).isInstanceOf(Verified.class);
                afterCommit(() -> seenAfterCommit.add(application.verify(issued).getClass()));
            });

            assertThat(seenAfterCommit).containsExactly(Rejected.class);
            assertThat(application.verify(issued)).isInstanceOf(Rejected.class);
        });
    }

    @Test
    void what_is_issued_after_the_commit_is_not_lost() {
        run(Contexts.named(), application -> {
            List<IssuedToken> issued = new ArrayList<>();

            application.transaction().executeWithoutResult(status -> {
                afterCommit(() -> issued.add(application.issue()));
                afterCompletion(() -> issued.add(application.issue()));
            });

            assertThat(issued)
                    .hasSize(2)
                    .allSatisfy(token -> assertThat(application.verify(token)).isInstanceOf(Verified.class));
        });
    }

    @Test
    void a_suspended_transaction_is_not_joined_by_the_new_one() {
        run(Contexts.named(), application -> {
            List<IssuedToken> kept = new ArrayList<>();
            IssuedToken lost = application.transaction().execute(status -> {
                IssuedToken outer = application.issue();
                kept.add(application.newTransaction().execute(inner -> application.issue()));
                assertThat(application.joined().active()).isTrue();
                status.setRollbackOnly();
                return outer;
            });

            assertThat(application.verify(lost)).isInstanceOf(Rejected.class);
            assertThat(application.verify(kept.get(0))).isInstanceOf(Verified.class);
        });
    }

    @Test
    void a_new_transaction_after_the_commit_is_joined() {
        run(Contexts.named(), application -> {
            List<IssuedToken> rolledBack = new ArrayList<>();

            application
                    .transaction()
                    .executeWithoutResult(status -> afterCommit(() -> {
                        rolledBack.add(application.newTransaction().execute(inner -> {
                            inner.setRollbackOnly();
                            return application.issue();
                        }));
                        assertThat(application.joined().active()).isFalse();
                    }));

            assertThat(application.verify(rolledBack.get(0))).isInstanceOf(Rejected.class);
        });
    }

    @Test
    void a_nested_transaction_is_undone_to_its_savepoint() {
        run(Contexts.named(), application -> {
            List<IssuedToken> undone = new ArrayList<>();
            IssuedToken kept = application.transaction().execute(status -> {
                new TransactionTemplate(
                                application.manager(),
                                new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED))
                        .executeWithoutResult(inner -> {
                            undone.add(application.issue());
                            inner.setRollbackOnly();
                        });
                return application.issue();
            });

            assertThat(application.verify(kept)).isInstanceOf(Verified.class);
            assertThat(application.verify(undone.get(0))).isInstanceOf(Rejected.class);
        });
    }

    @Test
    void a_returned_token_exists_after_a_transaction_that_is_marked_as_read_only() {
        run(Contexts.named(), application -> {
            TransactionTemplate readOnly = application.transaction();
            readOnly.setReadOnly(true);

            IssuedToken issued = readOnly.execute(status -> application.issue());

            // H2 takes the mark as a hint; a database that does not refuses the write, and no token is returned.
            assertThat(application.verify(issued)).isInstanceOf(Verified.class);
        });
    }

    @Test
    void a_pool_of_one_connection_issues_and_revokes_in_a_transaction() {
        run(
                Contexts.named()
                        .withPropertyValues(
                                "spring.datasource.hikari.maximum-pool-size=1",
                                "spring.datasource.hikari.connection-timeout=1000"),
                application -> {
                    IssuedToken issued = application.transaction().execute(status -> {
                        IssuedToken token = application.issue();
                        application.revoke(token.id());
                        return token;
                    });

                    assertThat(application.verify(issued)).isInstanceOf(Rejected.class);
                    assertThat(application.tokens().all().find(issued.id())).isPresent();
                });
    }

    @Test
    void connections_that_are_fetched_lazily_are_joined_too() {
        run(Contexts.named().withPropertyValues("spring.datasource.connection-fetch=lazy"), application -> {
            IssuedToken issued = application.transaction().execute(status -> {
                assertThat(application.joined().active()).isTrue();
                status.setRollbackOnly();
                return application.issue();
            });

            assertThat(application.verify(issued)).isInstanceOf(Rejected.class);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherDatabase {

        @Bean
        PlatformTransactionManager otherManager() {
            return new JdbcTransactionManager(
                    LatchkeyAutoConfigurationTest.TwoDataSources.memory("transactions_elsewhere"));
        }

        @Bean
        JdbcTemplate template(DataSource source) {
            return new JdbcTemplate(source);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void a_transaction_on_another_data_source_is_not_joined(String autocommit) {
        Contexts.named()
                .withPropertyValues("spring.datasource.hikari.auto-commit=" + autocommit)
                .withUserConfiguration(OtherDatabase.class)
                .run(context -> {
                    AccessTokens tokens = context.getBean(AccessTokens.class);
                    TransactionTemplate elsewhere =
                            new TransactionTemplate(context.getBean("otherManager", PlatformTransactionManager.class));

                    IssuedToken issued = elsewhere.execute(status -> {
                        // Binds a connection to the tokens' database, which nobody commits.
                        context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class);
                        status.setRollbackOnly();
                        return tokens.issuer().issue(Contexts.REQUEST);
                    });

                    assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
                });
    }

    @Test
    void an_action_after_the_commit_needs_a_transaction() {
        run(
                Contexts.named(),
                application -> assertThatIllegalStateException()
                        .isThrownBy(() -> application.joined().afterCommit(() -> {})));
    }

    @Test
    void verifying_never_sees_the_callers_uncommitted_changes() {
        run(Contexts.named(), application -> {
            IssuedToken issued = application.issue();
            Optional<Verification> within = application.transaction().execute(status -> {
                application.revoke(issued.id());
                status.setRollbackOnly();
                return Optional.of(application.verify(issued));
            });

            assertThat(within).containsInstanceOf(Verified.class);
            assertThat(application.verify(issued)).isInstanceOf(Verified.class);
        });
    }
}
