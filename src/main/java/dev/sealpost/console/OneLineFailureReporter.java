package dev.sealpost.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Reports a failed start in one line, with the remedy if there is one. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneLineFailureReporter implements FailureAnalysisReporter {

    private static final Logger LOG = LoggerFactory.getLogger(OneLineFailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        LOG.error(lineOf(analysis));
    }

    static String lineOf(FailureAnalysis analysis) {
        String action = analysis.getAction() == null ? "" : " " + analysis.getAction();
        return ("Sealpost did not start: " + analysis.getDescription() + action)
                .replaceAll("\\s+", " ")
                .strip();
    }
}
