package dev.sealpost.home;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The two folders of a node.
 *
 * @param directory holds {@code routes/}, {@code connectors/} and {@code config/}; each falls back to the one inside the
 *     jar. Default: the folder Sealpost was started in.
 * @param data holds the journal, the database and the generated secrets. One process at a time.
 */
@ConfigurationProperties(prefix = "sealpost.home", ignoreUnknownFields = false)
public record HomeSettings(
        @DefaultValue(".") Path directory,
        @DefaultValue("data") Path data) {}
