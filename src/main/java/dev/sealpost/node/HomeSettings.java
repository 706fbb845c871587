package dev.sealpost.node;

import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Folders of a node; relative paths start at the working directory.
 *
 * @param directory holds {@code routes/}, {@code connectors/} and {@code config/}; each falls back to the one inside
 *     the jar. Default: the working directory.
 * @param data holds the journal, the database and the generated secrets. For one process at a time.
 */
@ConfigurationProperties(prefix = "sealpost.home", ignoreUnknownFields = false)
public record HomeSettings(
        @DefaultValue(".") Path directory,
        @DefaultValue("data") Path data) {

    /**
     * @throws UnusableHomeException when the home is not a folder
     */
    public HomeSettings {
        directory = directory.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
        if (!Files.isDirectory(directory)) {
            throw new UnusableHomeException("SEALPOST_HOME (sealpost.home.directory) is not a folder: " + directory
                    + ". Create it, or omit the setting to use the working directory.");
        }
    }
}
