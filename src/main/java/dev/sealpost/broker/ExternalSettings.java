package dev.sealpost.broker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.broker.guard.Addresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQAddressExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;

/**
 * Checks an external broker for settings that could lose an accepted event. Two cannot be queried:
 * {@code journal-datasync} and {@code large-message-sync}; both are on by default.
 */
final class ExternalSettings {

    private static final String UNSET = "not set";
    private static final long NO_RING = -1;

    private final ClientSession session;
    private final List<String> violations = new ArrayList<>();

    private ExternalSettings(ClientSession session) {
        this.session = session;
    }

    /**
     * Creates missing queues if the user has the permission, and checks all settings.
     *
     * @return the id of the broker, within which message ids are unique
     * @throws IllegalStateException that names each wrong setting, its actual and its required value
     */
    static String require(ClientSession session, String user) throws Exception {
        ExternalSettings settings = new ExternalSettings(session);
        String nodeId;
        try (ManagementQuestions questions = new ManagementQuestions(session)) {
            nodeId = questions.attribute("NodeID");
            settings.checkBroker(questions);
            for (String address : Addresses.SHARED) {
                settings.checkAddress(address, questions.addressSettings(address));
            }
        } catch (ActiveMQSecurityException e) {
            throw new IllegalStateException(
                    "The broker's settings cannot be checked, so this node does not use it. The user " + user
                            + " needs the permissions of docs/cluster.md on activemq.management (" + e.getMessage()
                            + ").");
        }
        for (String queue : Addresses.SHARED) {
            settings.checkQueue(queue);
        }
        if (!settings.violations.isEmpty()) {
            throw new IllegalStateException("The broker could lose accepted events, so this node does not use it: "
                    + String.join("; ", settings.violations)
                    + ". docs/cluster.md has a correct broker.xml.");
        }
        return nodeId;
    }

    private void checkBroker(ManagementQuestions questions) throws Exception {
        requireTrue("persistence-enabled", questions.attribute("persistenceEnabled"));
        requireTrue("security-enabled", questions.attribute("securityEnabled"));
        requireTrue("journal-sync-transactional", questions.attribute("journalSyncTransactional"));
        requireTrue("journal-sync-non-transactional", questions.attribute("journalSyncNonTransactional"));
        requireTrue("persist-id-cache", questions.attribute("persistIDCache"));
    }

    private void requireTrue(String setting, String actual) {
        require(setting, actual, "true");
    }

    private void checkAddress(String address, JsonNode settings) {
        require(address + " max-delivery-attempts", value(settings, "maxDeliveryAttempts"), "-1");
        require(
                address + " address-full-policy",
                value(settings, "addressFullMessagePolicy").replace(UNSET, "PAGE"),
                "PAGE");
        require(address + " disk-full-policy", value(settings, "diskFullMessagePolicy"), "FAIL");
        require(address + " no-expiry", value(settings, "noExpiry"), "true");
        require(address + " dead-letter-address", value(settings, "deadLetterAddress"), Addresses.DEAD);
        String pageFull = value(settings, "pageFullMessagePolicy");
        if (pageFull.equals("DROP")) {
            violations.add(address + " page-full-policy is DROP and must be FAIL");
        }
    }

    private static String value(JsonNode settings, String name) {
        return settings.path(name).asText(UNSET);
    }

    private void checkQueue(String name) throws ActiveMQException {
        QueueQuery queue = session.queueQuery(SimpleString.of(name));
        if (!queue.isExists()) {
            Optional<String> refusal = create(name);
            if (refusal.isPresent()) {
                violations.add(
                        "the queue " + name + " is missing and cannot be created (" + refusal.get() + "): add <address"
                                + " name=\"" + name + "\"><anycast><queue name=\"" + name + "\""
                                + (isExclusive(name) ? " exclusive=\"true\"" : "") + "/></anycast></address>");
                return;
            }
            queue = session.queueQuery(SimpleString.of(name));
        }
        requireTrue("the queue " + name + " durable", String.valueOf(queue.isDurable()));
        require("the queue " + name + " address", String.valueOf(queue.getAddress()), name);
        require("the queue " + name + " routing-type", String.valueOf(queue.getRoutingType()), "ANYCAST");
        requireFalse("the queue " + name + " purge-on-no-consumers", queue.isPurgeOnNoConsumers());
        requireFalse("the queue " + name + " last-value", Boolean.TRUE.equals(queue.isLastValue()));
        requireFalse("the queue " + name + " non-destructive", Boolean.TRUE.equals(queue.isNonDestructive()));
        requireFalse("the queue " + name + " has a filter", queue.getFilterString() != null);
        if (isExclusive(name)) {
            requireTrue("the queue " + name + " exclusive", String.valueOf(Boolean.TRUE.equals(queue.isExclusive())));
        }
        long ring = Optional.ofNullable(queue.getRingSize()).orElse(NO_RING);
        require("the queue " + name + " ring-size", Long.toString(ring), Long.toString(NO_RING));
    }

    private static boolean isExclusive(String name) {
        return name.equals(Addresses.ORDERED);
    }

    /** Creates the queue; returns the reason if the broker refuses. */
    private Optional<String> create(String name) throws ActiveMQException {
        try {
            if (!session.addressQuery(SimpleString.of(name)).isExists()) {
                session.createAddress(SimpleString.of(name), RoutingType.ANYCAST, false);
            }
            session.createQueue(QueueConfiguration.of(name)
                    .setAddress(name)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(true)
                    .setExclusive(isExclusive(name))
                    .setAutoCreated(false));
            return Optional.empty();
        } catch (ActiveMQQueueExistsException | ActiveMQAddressExistsException e) {
            // Another node created it; its settings are checked next.
            return Optional.empty();
        } catch (ActiveMQSecurityException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void requireFalse(String setting, boolean actual) {
        require(setting, String.valueOf(actual), "false");
    }

    private void require(String setting, String actual, String required) {
        if (!required.equals(actual)) {
            violations.add(setting + " is " + actual + " and must be " + required);
        }
    }
}
