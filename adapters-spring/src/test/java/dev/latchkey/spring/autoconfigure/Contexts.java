package dev.latchkey.spring.autoconfigure;

import dev.latchkey.IssueRequest;
import java.util.UUID;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

/** Applications to start in tests. */
final class Contexts {

    static final IssueRequest REQUEST = IssueRequest.forOwner("workspaces/acme")
            .grantedByTheService()
            .describedAs("nightly export")
            .withScopes("workspace:read");

    private Contexts() {}

    /** {@return an application without a database} */
    static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        LatchkeyAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class))
                .withPropertyValues("latchkey.hashing.profile=light");
    }

    /** {@return an application with a name and a database in memory} */
    static ApplicationContextRunner named() {
        return bare().withPropertyValues("spring.application.name=Order Service", "spring.datasource.url=" + memory());
    }

    /** {@return the address of a new database in memory} */
    static String memory() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
}
