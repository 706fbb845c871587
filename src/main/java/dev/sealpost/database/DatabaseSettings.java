package dev.sealpost.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the database.
 *
 * @param url {@code jdbc:sqlite:…} or {@code jdbc:postgresql:…}; empty for the SQLite file in the data directory
 * @param readers number of read connections of the API, the console and clean-ups. Default 4.
 * @param readTimeout maximum time of one of their reads, 100 ms to 20 s. Default 10 s.
 */
@ConfigurationProperties(prefix = "sealpost.database", ignoreUnknownFields = false)
public record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("4") int readers,
        @DefaultValue("10s") Duration readTimeout) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    /** Shorter than the socket timeout of {@link Database}. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    public DatabaseSettings {
        if (readTimeout.compareTo(SHORTEST) < 0 || readTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "sealpost.database.read-timeout must be from 100ms to 20s, not " + readTimeout);
        }
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", user=" + user + "]";
    }
}
