package org.featurescope.web;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Notes the SQL of every statement that the pages send to the database, whoever sends it. Spring finds it because it lies beside
 * the app.
 */
@Component
final class QueryCounter implements BeanPostProcessor {

    private final List<String> queries = Collections.synchronizedList(new ArrayList<>());

    /** What was sent since the last call, in its order. */
    List<String> take() {
        synchronized (queries) {
            List<String> taken = List.copyOf(queries);
            queries.clear();
            return taken;
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource
                ? proxy(DataSource.class, new Watched(dataSource, DataSource.class, ""))
                : bean;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(QueryCounter.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Passes everything on; what it gives out that may send SQL is watched in turn. */
    private final class Watched implements InvocationHandler {

        private final Object target;
        private final Class<?> type;
        private final String sql;

        Watched(Object target, Class<?> type, String sql) {
            this.target = target;
            this.type = type;
            this.sql = sql;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            boolean hasText = arguments != null && arguments.length > 0 && arguments[0] instanceof String;
            String text = hasText ? (String) arguments[0] : sql;
            if (Statement.class.isAssignableFrom(type) && method.getName().startsWith("execute")) {
                queries.add(text);
            }
            Object result = invoke(method, arguments);
            if (method.getName().equals("getConnection") && type == DataSource.class) {
                return proxy(Connection.class, new Watched(result, Connection.class, ""));
            }
            if (method.getName().equals("prepareStatement")) {
                return proxy(PreparedStatement.class, new Watched(result, PreparedStatement.class, text));
            }
            return method.getName().equals("createStatement")
                    ? proxy(Statement.class, new Watched(result, Statement.class, ""))
                    : result;
        }

        private Object invoke(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
