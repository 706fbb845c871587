package dev.sealpost;

import dev.sealpost.backup.RestoreCommand;
import dev.sealpost.route.CheckCommand;
import dev.sealpost.route.TryCommand;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.JmsAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import sun.misc.Signal;

/**
 * Starts Sealpost. Compiled for Java 17, so that an older {@code java} is told what is missing. Spring Boot's own broker is
 * not durable and its own migration comes too late: both are left out.
 */
@SpringBootApplication(
        exclude = {ArtemisAutoConfiguration.class, JmsAutoConfiguration.class, FlywayAutoConfiguration.class})
@ConfigurationPropertiesScan
public class SealpostApplication {

    private static final int REQUIRED_JAVA = 21;

    public static void main(String[] arguments) {
        int found = Runtime.version().feature();
        if (found < REQUIRED_JAVA) {
            System.err.println("Sealpost needs Java " + REQUIRED_JAVA + " or newer; this java is " + found + ".");
            System.exit(1);
        }
        // A stop that was asked for is no failure: 0, in place of the 143 that Java makes of SIGTERM.
        Signal.handle(new Signal("TERM"), signal -> System.exit(0));
        if (arguments.length > 0 && !arguments[0].startsWith("--")) {
            System.exit(run(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length)));
        }
        SpringApplication application = new SpringApplication(SealpostApplication.class);
        application.setDefaultProperties(defaults());
        try {
            application.run(arguments);
        } catch (RuntimeException alreadyReported) {
            // Threads of the broker's client would keep a process that cannot work alive for a minute.
            System.exit(1);
        }
    }

    /** What can be asked for in place of a node that runs. Gives the exit code. */
    private static int run(String command, String... arguments) {
        switch (command) {
            case "check":
                return CheckCommand.run(defaults(), arguments);
            case "try":
                return TryCommand.run(defaults(), arguments);
            case "restore":
                return RestoreCommand.restore(arguments);
            case "verify-backup":
                return RestoreCommand.verify(arguments);
            default:
                System.err.println("Sealpost knows no command " + command + ". Without one it starts a node; others:"
                        + System.lineSeparator() + "  " + CheckCommand.USAGE
                        + System.lineSeparator() + "  " + TryCommand.USAGE
                        + System.lineSeparator() + "  " + RestoreCommand.USAGE
                        + System.lineSeparator() + "  " + RestoreCommand.VERIFY_USAGE);
                return 2;
        }
    }

    /** Where the configuration is, for a node and for the commands. */
    private static Map<String, Object> defaults() {
        String home = Optional.ofNullable(System.getenv("SEALPOST_HOME")).orElse(".");
        return Map.of("spring.config.additional-location", "optional:file:" + home + "/config/");
    }
}
