package dev.sealpost.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Log filter that drops Artemis warnings about clients that disconnected or that were told themselves what was wrong
 * with their message; the latter include the whole message. Attach it to an appender, like {@link DroppedRepeats}.
 */
public final class ClientFaults extends Filter<ILoggingEvent> {

    private static final List<String> CODES = List.of(
            // A client connection ended and its resources were cleaned up. Core is not listed: the connection may be
            // this node's.
            "AMQ212037: AMQP ",
            "AMQ212037: MQTT ",
            "AMQ222061",
            "AMQ222067",
            "AMQ222107",
            // An ERROR was sent to a STOMP client, or could not be sent to a disconnected one.
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
