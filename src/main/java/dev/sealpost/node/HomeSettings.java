package dev.sealpost.node;

import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The two folders of a node; relative ones start at the folder Sealpost was started in.
 *
 * @param directory holds {@code routes/}, {@code connectors/} and {@code config/}; each falls back to the one inside the
 *     jar. Default: the folder Sealpost was started in.
 * @param data holds the journal, the database and the generated secrets. One process at a time.
 */
@ConfigurationProperties(prefix = "sealpost.home", ignoreUnknownFields = false)
public record HomeSettings(
        @DefaultValue(".") Path directory,
        @DefaultValue("data") Path data) {

    /** @throws UnusableHomeException when the home is no folder */
    public HomeSettings {
        directory = directory.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
        if (!Files.isDirectory(directory)) {
            throw new UnusableHomeException("SEALPOST_HOME (sealpost.home.directory) is no folder: " + directory
                    + ". Make it, or leave the setting out to use the folder Sealpost is started in.");
        }
    }
}
