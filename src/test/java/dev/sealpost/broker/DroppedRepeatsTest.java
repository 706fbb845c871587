package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServerLogger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** With Artemis' own logger, so that a new version with other words is noticed. */
class DroppedRepeatsTest {

    @Test
    void leavesOutTheWarningAboutARepeatAndNoOther() {
        ch.qos.logback.classic.Logger broker = ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(ActiveMQServerLogger.class.getPackageName());
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.addFilter(new DroppedRepeats());
        written.start();
        ListAppender<ILoggingEvent> unfiltered = new ListAppender<>();
        unfiltered.start();
        broker.addAppender(written);
        broker.addAppender(unfiltered);
        try {
            Message message = new CoreMessage(1, 16);

            ActiveMQServerLogger.LOGGER.duplicateMessageDetected(message);
            broker.warn("AMQ222999: another one");
        } finally {
            broker.detachAppender(written);
            broker.detachAppender(unfiltered);
        }

        assertThat(unfiltered.list).hasSize(2);
        assertThat(written.list).extracting(ILoggingEvent::getMessage).containsExactly("AMQ222999: another one");
    }
}
