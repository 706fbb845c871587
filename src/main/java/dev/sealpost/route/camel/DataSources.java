package dev.sealpost.route.camel;

import com.zaxxer.hikari.HikariDataSource;
import dev.sealpost.route.camel.RouteSettings.DataSourceSettings;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.camel.spi.Registry;

/** Databases of routes, each a small pool that connects on first use. */
public final class DataSources implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 4;
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);

    private final Map<String, HikariDataSource> byName = new TreeMap<>();

    public DataSources(RouteSettings settings) {
        settings.dataSources().forEach((name, database) -> byName.put(name, pool(name, database)));
    }

    /**
     * Binds the databases in the Camel registry by name.
     *
     * @throws IllegalStateException if a name is already in use
     */
    public void bind(Registry registry) {
        byName.forEach((name, pool) -> {
            if (registry.lookupByName(name) != null) {
                throw new IllegalStateException(RouteSettings.PREFIX + "." + name
                        + ": Sealpost already uses this name for another bean; choose another name");
            }
            registry.bind(name, pool);
        });
    }

    private static HikariDataSource pool(String name, DataSourceSettings database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(database.url());
        driverInLib(database.url()).ifPresent(pool::setDriverClassName);
        if (!database.user().isEmpty()) {
            pool.setUsername(database.user());
        }
        if (!database.password().isEmpty()) {
            pool.setPassword(database.password());
        }
        pool.setMaximumPoolSize(MAX_CONNECTIONS);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /** Finds the driver in the jars of the user, where Java itself does not look. */
    private static Optional<String> driverInLib(String url) {
        try {
            DriverManager.getDriver(url);
            return Optional.empty();
        } catch (SQLException unknown) {
            return ServiceLoader.load(Driver.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(driver -> accepts(driver, url))
                    .map(driver -> driver.getClass().getName())
                    .findFirst();
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        byName.values().forEach(HikariDataSource::close);
    }
}
