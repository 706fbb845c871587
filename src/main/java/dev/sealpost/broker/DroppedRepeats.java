package dev.sealpost.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Keeps Artemis' warning about each repeat that it drops (AMQ222059) out of the log: dropping them is what their ids are
 * for, and the warning shows the whole message. All its other warnings have the same logger, so that a level cannot tell them
 * apart. Belongs to an appender in {@code config/logback-spring.xml}, where it sees only what is about to be written.
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
