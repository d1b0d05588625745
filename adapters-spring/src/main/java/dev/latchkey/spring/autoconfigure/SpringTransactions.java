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
 * <p>Spring reports that a transaction is active, but not on which data source, and still does so while callbacks run
 * after the commit; a write that joined it then would be lost. So each transaction is marked when it begins, if its
 * manager has bound a connection of this data source, and the mark is removed when it ends.
 *
 * <p>Thread-safe: its state is bound to the transaction's thread.
 */
final class SpringTransactions implements HostTransactions, TransactionExecutionListener {

    private final Supplier<DataSource> source;

    /**
     * @param source provides the data source that stores the tokens; called when a transaction begins
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
