package dev.sealpost;

import dev.sealpost.command.Commands;
import dev.sealpost.command.NodeApplication;
import dev.sealpost.library.LibraryFolder;
import dev.sealpost.node.HomeDefaults;
import dev.sealpost.node.KnownSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.gson.GsonAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.JmsAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.JndiConnectionFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.MultipartAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import sun.misc.Signal;

/**
 * Starts Sealpost. Compiled for Java 17, so that an older {@code java} is told what is missing. Spring Boot's own broker is
 * not durable and its own migration comes too late: both are left out, and so is what only libraries of Camel would switch on.
 */
@SpringBootApplication(
        exclude = {
            ArtemisAutoConfiguration.class,
            JmsAutoConfiguration.class,
            JndiConnectionFactoryAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            GsonAutoConfiguration.class,
            // Would parse forms before any operation, and fail for malformed ones.
            MultipartAutoConfiguration.class
        })
@ConfigurationPropertiesScan
public class SealpostApplication {

    private static final int REQUIRED_JAVA = 21;

    public static void main(String[] arguments) {
        int found = Runtime.version().feature();
        if (found < REQUIRED_JAVA) {
            System.err.println("Sealpost needs Java " + REQUIRED_JAVA + " or newer; this java is " + found + ".");
            System.exit(1);
        }
        Map<String, Object> defaults = HomeDefaults.of(System.getenv(), arguments);
        Path home = HomeDefaults.home(System.getenv(), arguments);
        Thread main = Thread.currentThread();
        main.setContextClassLoader(LibraryFolder.ofHome(home).classLoader(main.getContextClassLoader()));
        OptionalInt answered = Commands.run(defaults, home, KnownSettings.in(home), arguments);
        if (answered.isPresent()) {
            System.exit(answered.getAsInt());
        }
        // A stop that was asked for is no failure: 0, in place of the 143 that Java makes of SIGTERM.
        Signal.handle(new Signal("TERM"), signal -> System.exit(0));
        SpringApplication application = new NodeApplication(SealpostApplication.class);
        application.setDefaultProperties(defaults);
        try {
            application.run(arguments);
        } catch (RuntimeException alreadyReported) {
            // Threads of the broker's client would keep a process that cannot work alive for a minute.
            System.exit(1);
        }
    }
}
