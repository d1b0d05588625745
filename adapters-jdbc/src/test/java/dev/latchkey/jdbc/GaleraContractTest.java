package dev.latchkey.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Three members as one database: what is written at one of them is read, and changed, at the next. It takes a minute, so it
 * runs only with {@code -Dlatchkey.galera=required}.
 */
@ExtendWith(GaleraContractTest.WithoutLocksOfReads.class)
class GaleraContractTest extends JdbcContract {

    private static final AtomicInteger CONNECTIONS = new AtomicInteger();

    private static List<HikariDataSource> members = List.of();

    GaleraContractTest() {
        super(GaleraContractTest::members, JdbcDialect.MARIADB, "SELECT version()", "1[0-9]\\.[0-9.]+-MariaDB.*");
    }

    /** A commit waits for the other members, which are on the same machine here. */
    @Override
    JdbcTokenStoreBuilder builder(String prefix) {
        return super.builder(prefix).statementTimeout(Duration.ofMinutes(1));
    }

    @BeforeAll
    static void start() {
        assumeTrue(
                "required".equals(System.getProperty("latchkey.galera")),
                "-Dlatchkey.galera=required is not set: the contract is not tested across members");
        GaleraCluster cluster = GaleraCluster.shared();
        members = IntStream.range(0, GaleraCluster.SIZE)
                .mapToObj(member -> Database.pool(cluster.url(member) + GaleraCluster.WAITING, config -> {}))
                .toList();
    }

    @AfterAll
    static void stop() {
        members.forEach(HikariDataSource::close);
    }

    /** {@return connections to one member after another} */
    private static DataSource members() {
        return Intercepted.dataSource(
                members.get(0),
                call -> call.method().equals("getConnection")
                        ? members.get(CONNECTIONS.getAndIncrement() % members.size())
                                .getConnection()
                        : call.proceed());
    }

    /**
     * What members do not promise: a member does not see that another one has locked a row which it only read. So a use may be
     * stored for a token that is deleted elsewhere at the same time.
     */
    static final class WithoutLocksOfReads implements ExecutionCondition {

        private static final String RULE = "a_use_that_is_recorded_while_its_token_is_deleted_is_not_stored";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean needsThem = context.getTestMethod()
                    .filter(method -> method.getName().equals(RULE))
                    .isPresent();
            return needsThem
                    ? ConditionEvaluationResult.disabled("locks of rows that are only read are not replicated")
                    : ConditionEvaluationResult.enabled("no such lock is needed");
        }
    }
}
