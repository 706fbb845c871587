package dev.sealpost.broker;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.guard.Shards;
import dev.sealpost.broker.message.FindApplication;
import dev.sealpost.broker.message.RoutedMessage;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;

/**
 * Puts each event into the shard of its application, whatever protocol it came by. A message of no known application stays
 * in the queue it was sent to. Rights and duplicate ids are checked by the address that the producer named.
 */
final class RouteToShard implements ActiveMQServerPlugin {

    private static final SimpleString EVENTS = SimpleString.of(Addresses.EVENTS);
    private static final SimpleString ORDERED = SimpleString.of(Addresses.ORDERED);

    private final ActiveMQServer server;
    private final FindApplication applications;

    RouteToShard(ActiveMQServer server, FindApplication applications) {
        this.server = server;
        this.applications = applications;
    }

    @Override
    public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean rejectDuplicates) {
        SimpleString address = context.getAddress(message);
        if (!EVENTS.equals(address) && !ORDERED.equals(address)) {
            return;
        }
        Optional<Queue> shard = applications
                .of(new RoutedMessage(message))
                .map(application -> server.locateQueue(Shards.of(application)));
        if (shard.isPresent()) {
            // What follows belongs to another application: the route must not be used again.
            context.clear().setReusable(false);
            context.addQueue(shard.get().getAddress(), shard.get());
            // Artemis counts the memory of a message for the address that it names.
            message.setAddress(shard.get().getAddress());
        }
    }
}
