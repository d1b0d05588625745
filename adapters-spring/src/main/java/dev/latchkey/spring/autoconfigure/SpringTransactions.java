package dev.latchkey.spring.autoconfigure;

import dev.latchkey.jdbc.HostTransactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transactions that Spring's transaction managers begin on the data source of the tokens.
 *
 * <p>That a transaction is active does not say on which data source it was begun, and Spring still reports it as active
 * after the commit, while callbacks run; a write that joined it then would be lost. So each transaction is marked when it
 * begins, if its manager has bound a connection of this data source, and the mark says when it has ended.
 *
 * <p>Thread-safe: what it knows is bound to the transaction's thread.
 */
final class SpringTransactions implements HostTransactions, TransactionExecutionListener {

    private final Supplier<DataSource> source;

    /**
     * @param source gives the data source that tokens are stored in; asked when a transaction begins
     */
    SpringTransactions(Supplier<DataSource> source) {
        this.source = source;
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
        if (failure == null
                && !transaction.isNested()
                && TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.getResource(source.get()) instanceof ConnectionHolder) {
            TransactionSynchronizationManager.registerSynchronization(new Mark());
        }
    }

    @Override
    public boolean active() {
        return mark().isPresent();
    }

    @Override
    public void afterCommit(Runnable action) {
        mark().orElseThrow(() -> new IllegalStateException("no transaction is active"))
                .actions
                .add(action);
    }

    private static Optional<Mark> mark() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return Optional.empty();
        }
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof Mark mark) {
                return mark.ended ? Optional.empty() : Optional.of(mark);
            }
        }
        return Optional.empty();
    }

    /** Belongs to one transaction: suspended with it, and notified of its end before other synchronizations. */
    private static final class Mark implements TransactionSynchronization {

        private final List<Runnable> actions = new ArrayList<>();
        private boolean ended;

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void afterCommit() {
            end();
        }

        /** A commit whose outcome is unknown may have taken effect, so cached records are dropped then too. */
        @Override
        public void afterCompletion(int status) {
            if (status == STATUS_ROLLED_BACK) {
                ended = true;
            } else {
                end();
            }
        }

        private void end() {
            if (!ended) {
                ended = true;
                actions.forEach(Runnable::run);
            }
        }
    }
}
