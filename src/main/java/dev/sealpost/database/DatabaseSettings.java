package dev.sealpost.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which database.
 *
 * @param url {@code jdbc:sqlite:…} or {@code jdbc:postgresql:…}; empty for the SQLite file in the data directory
 * @param readers connections for what the API, the console and clean-ups read. Default 4.
 * @param readTimeout after which one of their reads is ended, 100 ms to 20 s. Default 10 s.
 */
@ConfigurationProperties(prefix = "sealpost.database", ignoreUnknownFields = false)
public record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("4") int readers,
        @DefaultValue("10s") Duration readTimeout) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    /** Before the connection itself is given up ({@link Database}). */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    public DatabaseSettings {
        if (readTimeout.compareTo(SHORTEST) < 0 || readTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "sealpost.database.read-timeout is between 100ms and 20s, and not " + readTimeout);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", user=" + user + "]";
    }
}
