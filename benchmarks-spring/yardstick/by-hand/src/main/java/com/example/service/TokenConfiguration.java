package com.example.service;

import dev.latchkey.AccessTokens;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.BodyStyle;
import dev.latchkey.jdbc.HostTransactions;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

// region glue
@Configuration
class TokenConfiguration {

    @Bean
    AccessTokens accessTokens(DataSource source) {
        JdbcSchema.createIfMissing(source);
        JdbcTokenStore store = JdbcTokenStore.builder(source)
                .transactional(new TransactionAwareDataSourceProxy(source), new SpringTransactions())
                .build();
        return AccessTokens.builder(store).prefix("service").build();
    }

    @Bean
    BearerErrors bearerErrors() {
        return BearerErrors.of("service", BodyStyle.CODE);
    }

    private static final class SpringTransactions implements HostTransactions {

        @Override
        public boolean active() {
            return TransactionSynchronizationManager.isActualTransactionActive();
        }

        @Override
        public void afterCommit(Runnable action) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    action.run();
                }
            });
        }
    }
}
// endregion
