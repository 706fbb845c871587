package dev.sealpost.broker;

import dev.sealpost.broker.guard.AdmitMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;

/** Users of the embedded broker. {@code config/broker.xml} has the permissions of each role. */
final class Producers {

    private static final List<String> PRODUCER = List.of("producer");
    private static final List<String> PRODUCER_AND_OPERATOR = List.of("producer", "operator");
    private static final List<String> NODE = List.of("node");

    private Producers() {}

    /** Returns the rights of this node on a queue that nobody else may use. */
    static Role nodeRights() {
        boolean no = false;
        return new Role(NODE.getFirst(), true, true, no, no, no, no, no, true, no, no, no, no);
    }

    /**
     * @param declared producers of the configuration
     * @param own passwords of the built-in users
     * @throws IllegalStateException that names the producer, when it has no password or a reserved name
     */
    static SecurityConfiguration users(Map<String, BrokerSettings.Producer> declared, Map<String, String> own) {
        Map<String, String> passwords = new HashMap<>(own);
        Map<String, List<String>> roles = new HashMap<>();
        roles.put(AdmitMessages.NODE_USER, NODE);
        roles.put(EmbeddedBroker.USER, PRODUCER_AND_OPERATOR);
        declared.forEach((name, producer) -> {
            if (Set.of(AdmitMessages.NODE_USER, EmbeddedBroker.USER).contains(name)) {
                throw new IllegalStateException(key(name) + " has a reserved name: choose another.");
            }
            passwords.put(name, password(name, producer));
            roles.put(name, PRODUCER);
        });
        return new SecurityConfiguration(passwords, roles);
    }

    private static String password(String name, BrokerSettings.Producer producer) {
        if (producer.password().isEmpty() == producer.passwordFile().isEmpty()) {
            throw new IllegalStateException(key(name)
                    + " needs either a password or a password-file. A password from an unset variable is empty.");
        }
        return producer.password().isEmpty() ? read(name, Path.of(producer.passwordFile())) : producer.password();
    }

    private static String read(String name, Path file) {
        try {
            String password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new IllegalStateException(key(name) + ".password-file: " + file + " is empty.");
            }
            return password;
        } catch (IOException e) {
            throw new IllegalStateException(
                    key(name) + ".password-file: " + Unreadable.reason(file, e) + " Write the password into it.", e);
        }
    }

    private static String key(String name) {
        return "sealpost.broker.producers." + name;
    }
}
