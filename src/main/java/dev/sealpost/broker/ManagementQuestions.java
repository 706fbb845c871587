package dev.sealpost.broker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.broker.message.BrokerUnavailableException;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries a broker through its management address.
 *
 * @see <a href="https://artemis.apache.org/components/artemis/documentation/latest/management.html">Management</a>
 */
final class ManagementQuestions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementQuestions.class);
    private static final String ADDRESS = "activemq.management";
    private static final String BROKER = "broker";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClientSession session;
    private final ClientRequestor requestor;

    /**
     * @throws Exception as thrown by Artemis, for example when the user lacks the permission
     */
    ManagementQuestions(ClientSession session) throws Exception {
        this.session = session;
        this.requestor = new ClientRequestor(session, ADDRESS);
    }

    String attribute(String name) throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putAttribute(question, BROKER, name);
        return String.valueOf(answer(question, name));
    }

    /** Returns the effective settings of an address, without those that are unset. */
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
        ClientMessage answer = requestor.request(question, TIMEOUT.toMillis());
        if (answer == null) {
            throw new BrokerUnavailableException(
                    "The broker does not answer management requests; the user needs the permissions of docs/cluster.md on activemq.management.#",
                    null);
        }
        Object result = ManagementHelper.getResult(answer);
        if (!ManagementHelper.hasOperationSucceeded(answer)) {
            throw new BrokerUnavailableException("The broker did not answer " + what + ": " + result, null);
        }
        return result;
    }

    /** The user may lack the permission to delete the reply queue; it is deleted with the session then. */
    @Override
    public void close() {
        try {
            requestor.close();
        } catch (Exception e) {
            LOG.debug("broker.reply-queue-not-deleted reason={}", e.getMessage());
        }
    }
}
