package dev.sealpost.broker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a broker about itself through its management address.
 *
 * @see <a href="https://artemis.apache.org/components/artemis/documentation/latest/management.html">Management</a>
 */
final class ManagementQuestions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementQuestions.class);
    private static final String ADDRESS = "activemq.management";
    private static final String BROKER = "broker";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClientSession session;
    private final ClientRequestor requestor;

    /** @throws Exception what Artemis throws, such as for a user who may not ask */
    ManagementQuestions(ClientSession session) throws Exception {
        this.session = session;
        this.requestor = new ClientRequestor(session, ADDRESS);
    }

    String attribute(String name) throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putAttribute(question, BROKER, name);
        return String.valueOf(answer(question, name));
    }

    /** The settings in force for an address; those that nobody set are missing. */
    JsonNode addressSettings(String address) throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putOperationInvocation(question, BROKER, "getAddressSettingsAsJSON", address);
        return JSON.readTree(String.valueOf(answer(question, "getAddressSettingsAsJSON")));
    }

    Object ofQueue(String queue, String operation, Object... arguments) throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putOperationInvocation(question, ResourceNames.QUEUE + queue, operation, arguments);
        return answer(question, operation);
    }

    private Object answer(ClientMessage question, String what) throws Exception {
        ClientMessage answer = requestor.request(question, PATIENCE.toMillis());
        if (answer == null) {
            throw new BrokerUnavailableException(
                    "The broker answers no questions about itself; the user needs the permissions of docs/cluster.md on"
                            + " activemq.management.#",
                    null);
        }
        Object result = ManagementHelper.getResult(answer);
        if (!ManagementHelper.hasOperationSucceeded(answer)) {
            throw new BrokerUnavailableException("The broker did not answer " + what + ": " + result, null);
        }
        return result;
    }

    /** The queue for the answers may not be this user's to delete; it ends with the session then. */
    @Override
    public void close() {
        try {
            requestor.close();
        } catch (Exception e) {
            LOG.debug("broker.answers-not-deleted reason={}", e.getMessage());
        }
    }
}
