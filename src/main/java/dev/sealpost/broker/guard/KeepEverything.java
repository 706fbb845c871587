package dev.sealpost.broker.guard;

import dev.sealpost.log.PrintableText;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes every event durable, whatever its sender asked for. STOMP, AMQP and MQTT (QoS 0) messages are not durable by
 * default: they are confirmed before they are on disk and lost in a crash.
 */
public final class KeepEverything implements ActiveMQServerPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(KeepEverything.class);
    private static final String EVENTS = Addresses.EVENTS;

    @Override
    public void beforeSend(
            ServerSession session, Transaction transaction, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (message.isDurable()
                || message.getAddress() == null
                || !message.getAddress().startsWith(EVENTS)) {
            return;
        }
        // Its body is already in a file whose name marks it for deletion at the next start.
        if (message.isLargeMessage()) {
            if (!AdmitMessages.isAnswerAwaited(session, message)) {
                LOG.warn(
                        "broker.message-lost user={} bytes={} reason={}",
                        PrintableText.of(String.valueOf(session.getUsername())),
                        message.getWholeMessageSize(),
                        "more than 100 KiB, not persistent, and its sender awaits no answer");
            }
            throw new ActiveMQIllegalStateException(
                    "an event of more than 100 KiB must be sent as a persistent message (MQTT: with QoS 1)");
        }
        message.setDurable(true);
        message.reencode();
    }
}
