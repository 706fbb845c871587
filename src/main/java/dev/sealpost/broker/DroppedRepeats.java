package dev.sealpost.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Log filter that drops the Artemis warning about each dropped duplicate (AMQ222059). Dropping duplicates is intended,
 * and the warning includes the whole message. All other warnings share the logger, so its level cannot separate them.
 * Attach it to an appender in {@code config/logback-spring.xml}, where it sees only events about to be written.
 */
public final class DroppedRepeats extends Filter<ILoggingEvent> {

    private static final String CODE = "AMQ222059";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getLevel() == Level.WARN && event.getMessage().startsWith(CODE)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
