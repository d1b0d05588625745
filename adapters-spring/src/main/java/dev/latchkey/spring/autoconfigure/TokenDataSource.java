package dev.latchkey.spring.autoconfigure;

import dev.latchkey.spring.LatchkeyConfigurationException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The one of the host's data sources that stores the tokens.
 *
 * @param raw gives connections outside of any transaction of the host's
 * @param joining gives the connection of the host's transaction
 */
record TokenDataSource(DataSource raw, DataSource joining) {

    static TokenDataSource of(ObjectProvider<DataSource> all, ObjectProvider<DataSource> marked) {
        DataSource raw = unwrapped(Optional.ofNullable(marked.getIfUnique())
                .or(() -> marked.stream().findAny().isPresent()
                        ? Optional.empty()
                        : Optional.ofNullable(all.getIfUnique()))
                .orElseThrow(() -> ambiguous(all, marked)));
        return new TokenDataSource(raw, new TransactionAwareDataSourceProxy(raw));
    }

    /** Transaction managers use the data source beneath the proxy. */
    private static DataSource unwrapped(DataSource source) {
        return source instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null
                ? unwrapped(proxy.getTargetDataSource())
                : source;
    }

    private static LatchkeyConfigurationException ambiguous(
            ObjectProvider<DataSource> all, ObjectProvider<DataSource> marked) {
        if (marked.stream().findAny().isPresent()) {
            return new LatchkeyConfigurationException(
                    "Several beans of type DataSource are annotated with @LatchkeyDataSource.",
                    "Annotate the one that tokens are to be stored in.");
        }
        long number = all.stream().count();
        return number == 0
                ? new LatchkeyConfigurationException(
                        "There is no DataSource to store tokens in.",
                        "Add a database driver and set spring.datasource.url. To try without a database, set"
                                + " latchkey.store=memory; tokens are then gone when the process ends.")
                : new LatchkeyConfigurationException(
                        "There are " + number + " beans of type DataSource, none of them is primary, and none says that"
                                + " tokens are stored in it.",
                        "Annotate the bean of one with @LatchkeyDataSource, or with @Primary.");
    }

    /** {@return the name of the type; the text of a data source may contain a password} */
    @Override
    public String toString() {
        return "TokenDataSource[]";
    }
}
