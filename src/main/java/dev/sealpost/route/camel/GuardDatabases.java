package dev.sealpost.route.camel;

import dev.sealpost.database.ReaderPool;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jdbc.JdbcEndpoint;
import org.apache.camel.component.sql.DefaultSqlEndpoint;
import org.apache.camel.component.sql.stored.SqlStoredEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps routes out of Sealpost's own database, whose pools are beans like any other: {@code jdbc:default} takes the only pool
 * there is, and {@code dataSource=#readers} names one.
 */
final class GuardDatabases implements EndpointStrategy {

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (database(endpoint) instanceof ReaderPool) {
            throw new IllegalArgumentException("the database of " + uri.replaceFirst("(?s):.*", ":")
                    + " is Sealpost's own: name one below sealpost.data-sources");
        }
        return endpoint;
    }

    private static @Nullable DataSource database(Endpoint endpoint) {
        return switch (endpoint) {
            case DefaultSqlEndpoint sql -> sql.getDataSource();
            case SqlStoredEndpoint procedure -> procedure.getJdbcTemplate().getDataSource();
            case JdbcEndpoint jdbc -> jdbc.getDataSource();
            default -> null;
        };
    }
}
