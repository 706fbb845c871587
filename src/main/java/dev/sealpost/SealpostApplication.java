package dev.sealpost;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Sealpost. Compiled for Java 17, so that an older {@code java} is told what is missing. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SealpostApplication {

    private static final int REQUIRED_JAVA = 21;

    public static void main(String[] arguments) {
        int found = Runtime.version().feature();
        if (found < REQUIRED_JAVA) {
            System.err.println("Sealpost needs Java " + REQUIRED_JAVA + " or newer; this java is " + found + ".");
            System.exit(1);
        }
        SpringApplication.run(SealpostApplication.class, arguments);
    }
}
