package dev.sealpost.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which database.
 *
 * @param url {@code jdbc:sqlite:…} or {@code jdbc:postgresql:…}; empty for the SQLite file in the data directory
 * @param readers connections for reading. Default 4.
 */
@ConfigurationProperties(prefix = "sealpost.database", ignoreUnknownFields = false)
public record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("4") int readers) {

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", user=" + user + "]";
    }
}
