package dev.sealpost.broker.guard;

import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.activemq.artemis.protocol.amqp.proton.AMQPConnectionContext;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.impl.DeliveryImpl;

/**
 * Determines whether an AMQP sender awaits the outcome of its messages. It does not if it sends them pre-settled or on
 * a link without a source.
 */
final class AmqpSettlement {

    private static final long TIMEOUT_SECONDS = 5;

    private AmqpSettlement() {}

    /** Returns false if any message in transfer is pre-settled, since it may be the one in question. */
    static boolean isAwaited(ActiveMQProtonRemotingConnection client) {
        AMQPConnectionContext context = client.getAmqpConnection();
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        context.runNow(() -> answer.complete(isAwaited(context.getHandler().getConnection())));
        try {
            return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static boolean isAwaited(Connection connection) {
        EnumSet<EndpointState> open = EnumSet.of(EndpointState.ACTIVE);
        for (Link link = connection.linkHead(open, open); link != null; link = link.next(open, open)) {
            // Without a source Artemis fails to send its answer (seen with 2.55.0), and the sender waits forever.
            if (link instanceof Receiver && (link.getSource() == null || hasSettled(link.head()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasSettled(Delivery first) {
        for (Delivery each = first; each instanceof DeliveryImpl delivery; each = delivery.next()) {
            if (delivery.remotelySettled()) {
                return true;
            }
        }
        return false;
    }
}
