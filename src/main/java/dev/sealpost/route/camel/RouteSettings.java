package dev.sealpost.route.camel;

import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Resources of routes besides connectors: {@code sealpost.data-sources}.
 *
 * @param dataSources databases by name, as used in steps {@code jdbc:<name>}. Default: none.
 */
public record RouteSettings(Map<String, DataSourceSettings> dataSources) {

    public static final String PREFIX = "sealpost.data-sources";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public RouteSettings {
        dataSources = Map.copyOf(dataSources);
        for (String name : dataSources.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(PREFIX + "." + name
                        + ": a name must start with a letter and contain only lower-case letters, digits and -");
            }
        }
    }

    /**
     * One database.
     *
     * @param url a JDBC URL, such as {@code jdbc:postgresql://localhost/shop}
     * @param user default: none
     * @param password default: none
     */
    public record DataSourceSettings(
            @DefaultValue("") String url,
            @DefaultValue("") String user,
            @DefaultValue("") String password) {

        public DataSourceSettings {
            if (!url.startsWith("jdbc:")) {
                throw new IllegalArgumentException(
                        PREFIX + ".<name>.url must be a JDBC URL, such as jdbc:postgresql://localhost/shop");
            }
        }

        /** Omits the password, and the URL, which may contain one. */
        @Override
        public String toString() {
            return "DataSourceSettings[user=" + user + "]";
        }
    }
}
