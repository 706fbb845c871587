package dev.sealpost.source.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sealpost.signature.VerificationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReportRefusalsTest {

    private final AtomicLong now = new AtomicLong();
    private final ReportRefusals report = new ReportRefusals(now::get);
    private final Source source = TestSources.of("github");
    private final Logger logger = (Logger) LoggerFactory.getLogger(ReportRefusals.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void writesTheFirstAtOnceAndThenHowManyThereWere() {
        for (int i = 0; i < 5; i++) {
            report.report(source, VerificationFailure.WRONG_SIGNATURE);
        }
        report.report(source, VerificationFailure.STALE_TIMESTAMP);
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        report.report(source, VerificationFailure.WRONG_SIGNATURE);
        report.report(source, VerificationFailure.WRONG_SIGNATURE);

        assertThat(lines())
                .containsExactly(
                        "source.refused source=github reason=wrong-signature count=1",
                        "source.refused source=github reason=stale-timestamp count=1",
                        "source.refused source=github reason=wrong-signature count=5");
    }
}
