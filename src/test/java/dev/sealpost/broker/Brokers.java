package dev.sealpost.broker;

import dev.sealpost.broker.message.FindApplication;
import dev.sealpost.broker.message.Spooling;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.FatalErrorHandler;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** Makes brokers as the application does, for the tests of other packages too. */
public final class Brokers {

    private Brokers() {}

    private static final class InShort {

        static final Path HOME = write();

        private static Path write() {
            try {
                Path home = Files.createTempDirectory("sealpost-home");
                Path folder = Files.createDirectory(home.resolve("config"));
                Path file = Files.writeString(folder.resolve("broker.xml"), withShortJournal(ownText()));
                // The last one first.
                Stream.of(home, folder, file).map(Path::toFile).forEach(File::deleteOnExit);
                return home;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A home with the project's own broker.xml and nothing else; but its journal begins with two files rather than ten: a new broker
     * writes all of them, to the disk, before it begins.
     */
    public static Path home() {
        return InShort.HOME;
    }

    /** The broker.xml of {@link #home}. */
    public static String withShortJournal() {
        try {
            return withShortJournal(ownText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String withShortJournal(String text) {
        String files = "<journal-min-files>10</journal-min-files>";
        if (!text.contains(files)) {
            throw new IllegalStateException("config/broker.xml has no " + files);
        }
        return text.replace(files, "<journal-min-files>2</journal-min-files>");
    }

    /** With the project's own broker.xml, nearly; nothing is started. */
    public static EmbeddedBroker in(DataDirectory data) {
        return with(settings("core-port=0", "amqp-port=0"), data);
    }

    /** The defaults of the application, but for these; a little free disk is enough. */
    public static BrokerSettings settings(String... others) {
        Map<String, String> values = new HashMap<>(Map.of("sealpost.broker.minimum-free-disk", "1MB"));
        for (String each : others) {
            int equals = each.indexOf('=');
            values.put("sealpost.broker." + each.substring(0, equals), each.substring(equals + 1));
        }
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("sealpost.broker", BrokerSettings.class);
    }

    static EmbeddedBroker with(BrokerSettings settings, DataDirectory data) {
        return with(settings, data, new FatalErrorHandler(exitCode -> {}));
    }

    static EmbeddedBroker with(BrokerSettings settings, DataDirectory data, FatalErrorHandler breakdown) {
        return with(settings, data, breakdown, message -> Optional.empty());
    }

    static EmbeddedBroker with(
            BrokerSettings settings, DataDirectory data, FatalErrorHandler breakdown, FindApplication applications) {
        try {
            URL file = home().resolve("config").resolve("broker.xml").toUri().toURL();
            return new EmbeddedBroker(settings, file, data, breakdown, applications);
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started, with a client. No message has an application. */
    public static RunningBroker run(DataDirectory data) throws Exception {
        return run(data, message -> Optional.empty());
    }

    /** Started, with a client. */
    public static RunningBroker run(DataDirectory data, FindApplication applications) throws Exception {
        EmbeddedBroker broker =
                with(settings("core-port=0", "amqp-port=0"), data, new FatalErrorHandler(exitCode -> {}), applications);
        broker.start();
        return new RunningBroker(
                broker,
                BrokerClient.connect(
                        broker, Duration.ofSeconds(10), Spooling.in(data.resolve("spool"), DataSize.ofMegabytes(16))));
    }

    static String ownText() throws IOException {
        try (InputStream file = ownFile().openStream()) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static URL ownFile() {
        URL file = Brokers.class.getClassLoader().getResource("broker.xml");
        if (file == null) {
            throw new IllegalStateException("config/broker.xml is not on the class path");
        }
        return file;
    }
}
