package dev.sealpost.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Keeps out of the log what Artemis warns of although a client has merely gone, or was told itself what is wrong with what it sent;
 * the latter with the whole of it. Belongs to an appender, as {@link DroppedRepeats} does.
 */
public final class ClientFaults extends Filter<ILoggingEvent> {

    private static final List<String> CODES = List.of(
            // The connection of a client has ended, and what was open on it was cleared up. Of Core it may be that of
            // this node.
            "AMQ212037: AMQP ",
            "AMQ212037: MQTT ",
            "AMQ222061",
            "AMQ222067",
            "AMQ222107",
            // An ERROR was sent to a client of STOMP, or could not be sent to one that has gone.
            "AMQ332068",
            "AMQ332069",
            "AMQ332071");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getLevel() == Level.WARN && CODES.stream().anyMatch(event.getFormattedMessage()::startsWith)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
