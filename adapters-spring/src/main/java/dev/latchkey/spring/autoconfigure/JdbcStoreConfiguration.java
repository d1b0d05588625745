package dev.latchkey.spring.autoconfigure;

import dev.latchkey.jdbc.HostTransactions;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.jdbc.JdbcTokenStoreBuilder;
import dev.latchkey.port.TokenStore;
import dev.latchkey.spring.JdbcTokenStoreBuilderCustomizer;
import dev.latchkey.spring.LatchkeyDataSource;
import dev.latchkey.spring.LatchkeyProperties;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Stores tokens in a SQL database. Writes join the host's transaction if there is one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({
    JdbcTokenStore.class,
    TransactionAwareDataSourceProxy.class,
    EmbeddedDatabaseConnection.class,
    DependsOnDatabaseInitialization.class
})
@ConditionalOnProperty(name = "latchkey.store", havingValue = "jdbc", matchIfMissing = true)
@ConditionalOnMissingBean(TokenStore.class)
class JdbcStoreConfiguration {

    @Bean
    TokenDataSource latchkeyTokenDataSource(
            ObjectProvider<DataSource> all, @LatchkeyDataSource ObjectProvider<DataSource> marked) {
        return TokenDataSource.of(all, marked);
    }

    @Bean
    @ConditionalOnMissingBean(HostTransactions.class)
    static SpringTransactions latchkeyHostTransactions(ObjectProvider<TokenDataSource> source) {
        return new SpringTransactions(() -> source.getObject().raw());
    }

    @Bean
    static TransactionListenerRegistrar latchkeyTransactionListenerRegistrar(
            ObjectProvider<SpringTransactions> transactions) {
        return new TransactionListenerRegistrar(transactions);
    }

    @Bean
    @DependsOnDatabaseInitialization
    TokenSchema latchkeyTokenSchema(TokenDataSource source, LatchkeyProperties properties) {
        return TokenSchema.createdIn(source, properties.jdbc());
    }

    @Bean
    JdbcTokenStore latchkeyTokenStore(
            TokenDataSource source,
            TokenSchema schema,
            HostTransactions transactions,
            LatchkeyProperties properties,
            ObjectProvider<JdbcTokenStoreBuilderCustomizer> customizers) {
        return schema.checked(() -> {
            JdbcTokenStoreBuilder builder = JdbcTokenStore.builder(source.raw())
                    .transactional(source.joining(), transactions)
                    .tablePrefix(properties.jdbc().tablePrefix())
                    .statementTimeout(properties.jdbc().statementTimeout());
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        });
    }
}
