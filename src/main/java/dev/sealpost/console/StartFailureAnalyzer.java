package dev.sealpost.console;

import dev.sealpost.node.DataDirectoryInUseException;
import dev.sealpost.node.UnusableHomeException;
import dev.sealpost.source.webhook.InvalidSourceException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Describes a failed start that the operator can fix in one line, in place of a stack trace. */
@Order(0)
final class StartFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataDirectoryInUseException
                    || cause instanceof UnusableHomeException
                    || cause instanceof InvalidSourceException) {
                return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
            }
            if (cause instanceof MarkedYAMLException yaml) {
                return new FailureAnalysis(
                        "A file of the configuration, such as config/application.yaml, is not valid YAML: "
                                + yaml.getProblem() + place(yaml) + ".",
                        null,
                        yaml);
            }
            if (cause instanceof PortInUseException inUse) {
                return new FailureAnalysis(
                        "Port " + inUse.getPort()
                                + " is in use. Stop the process that uses it, or choose another port with SERVER_PORT.",
                        null,
                        inUse);
            }
        }
        return null;
    }

    private static String place(MarkedYAMLException yaml) {
        Mark mark = yaml.getProblemMark();
        return mark == null ? "" : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }
}
