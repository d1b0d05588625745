package dev.latchkey.acceptance.secrecy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A data source that notes each call of JDBC with its arguments: each statement and each parameter. */
final class LoggedStatements {

    private static final List<Class<?>> LOGGED =
            List.of(Connection.class, PreparedStatement.class, Statement.class, ResultSet.class);

    private LoggedStatements() {}

    /** {@return a data source that passes each call to the one that is current} */
    static DataSource of(Supplier<DataSource> current, Overheard log) {
        return logged(DataSource.class, current, log);
    }

    private static <T> T logged(Class<T> type, Supplier<T> real, Overheard log) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(method, real.get(), arguments, log)));
    }

    private static Object call(Method method, Object real, Object[] arguments, Overheard log) throws Throwable {
        log.add(method.getName() + Arrays.deepToString(arguments) + texts(arguments));
        try {
            Object result = method.invoke(real, arguments);
            return result != null && LOGGED.contains(method.getReturnType())
                    ? around(method.getReturnType(), result, log)
                    : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** {@return the arguments that are bytes, read as text: the library passes texts as bytes to some databases} */
    private static List<String> texts(Object[] arguments) {
        return Stream.ofNullable(arguments)
                .flatMap(Stream::of)
                .filter(byte[].class::isInstance)
                .map(bytes -> new String((byte[]) bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static <T> T around(Class<T> type, Object real, Overheard log) {
        return logged(type, () -> type.cast(real), log);
    }
}
