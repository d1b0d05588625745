package dev.latchkey.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.ConfigurableTransactionManager;

/** Registers a listener with every transaction manager of the host, including those that Spring Boot did not create. */
final class TransactionListenerRegistrar implements BeanPostProcessor {

    private final ObjectProvider<SpringTransactions> transactions;

    TransactionListenerRegistrar(ObjectProvider<SpringTransactions> transactions) {
        this.transactions = transactions;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ConfigurableTransactionManager manager) {
            transactions.ifAvailable(listener -> {
                if (!manager.getTransactionExecutionListeners().contains(listener)) {
                    manager.addListener(listener);
                }
            });
        }
        return bean;
    }
}
