package dev.latchkey.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** JDBC with somebody in between, who sees each call, and may let it through or not. */
public final class Intercepted {

    private static final List<Class<?>> TYPES =
            List.of(DataSource.class, Connection.class, PreparedStatement.class, Statement.class, ResultSet.class);

    private Intercepted() {}

    /** One call of a method of JDBC. */
    public interface Call {
        Object target();

        String method();

        @Nullable Object[] arguments();

        @Nullable Object proceed() throws Throwable;
    }

    /** Sees the calls. */
    public interface Interceptor {
        @Nullable Object intercept(Call call) throws Throwable;
    }

    public static DataSource dataSource(DataSource source, Interceptor interceptor) {
        return (DataSource) wrapped(source, interceptor);
    }

    /** A data source that gives one connection, in a transaction of the caller's, and ignores its being closed. */
    public static DataSource within(DataSource source, Connection transaction) {
        return dataSource(source, call -> switch (call.method()) {
            case "getConnection" -> transaction;
            case "close" -> call.target() instanceof Connection ? null : call.proceed();
            default -> call.proceed();
        });
    }

    private static Object wrapped(Object target, Interceptor interceptor) {
        for (Class<?> type : TYPES) {
            if (type.isInstance(target)) {
                return proxy(type, target, interceptor);
            }
        }
        return target;
    }

    private static Object proxy(Class<?> type, Object target, Interceptor interceptor) {
        return Proxy.newProxyInstance(
                Intercepted.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    Object[] arguments = given == null ? new Object[0] : given;
                    Object result = interceptor.intercept(new Call() {
                        @Override
                        public Object target() {
                            return target;
                        }

                        @Override
                        public String method() {
                            return method.getName();
                        }

                        @Override
                        public Object[] arguments() {
                            return arguments;
                        }

                        @Override
                        public @Nullable Object proceed() throws Throwable {
                            try {
                                return method.invoke(target, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    });
                    return result == null ? null : wrapped(result, interceptor);
                });
    }
}
