package dev.sealpost.route.file;

import dev.sealpost.node.HomeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;

/** Logs at startup which home folder is used and what it contains, to show a wrong working directory. */
public final class LogHome {

    private static final Logger LOG = LoggerFactory.getLogger(LogHome.class);
    private static final String CONFIG = "config";

    private final HomeSettings home;
    private final RouteFiles files;

    public LogHome(HomeSettings home, RouteFiles files) {
        this.home = home;
        this.files = files;
    }

    @EventListener(ApplicationStartedEvent.class)
    void log() {
        LOG.info(
                "home.used directory={} routes={} connectors={} config={}",
                home.directory(),
                own(files.routes(), "routes"),
                own(files.connectors(), "connectors"),
                configuration());
    }

    /** Returns the number of files, or {@code built-in} if the folder is missing and the jar is used. */
    private String own(List<RouteFile> files, String folder) {
        return Files.isDirectory(home.directory().resolve(folder))
                ? Long.toString(files.stream()
                        .filter(file -> !file.name().startsWith(RouteFiles.JAR))
                        .count())
                : "built-in";
    }

    private String configuration() {
        Path folder = home.directory().resolve(CONFIG);
        if (!Files.isDirectory(folder)) {
            return "built-in";
        }
        try (Stream<Path> files = Files.list(folder)) {
            return Long.toString(files.filter(Files::isRegularFile).count());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
