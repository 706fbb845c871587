package dev.sealpost.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converter {@code %ex} of {@code config/logback-spring.xml}: prints a stack trace with escaped line breaks in
 * messages.
 */
public final class FailureConverter extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy failure) {
        return super.throwableProxyToString(new Printable(failure));
    }

    private record Printable(IThrowableProxy failure) implements IThrowableProxy {

        private static @Nullable IThrowableProxy of(@Nullable IThrowableProxy failure) {
            return failure == null ? null : new Printable(failure);
        }

        @Override
        @SuppressWarnings("NullAway") // as in Logback: an exception without a message
        public String getMessage() {
            String message = failure.getMessage();
            return message == null ? null : LogValue.printable(message);
        }

        @Override
        public String getClassName() {
            return failure.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return failure.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return failure.getCommonFrames();
        }

        @Override
        @SuppressWarnings("NullAway") // as in Logback: an exception without a cause
        public IThrowableProxy getCause() {
            return of(failure.getCause());
        }

        @Override
        @SuppressWarnings("NullAway") // as in Logback
        public IThrowableProxy[] getSuppressed() {
            IThrowableProxy[] suppressed = failure.getSuppressed();
            return suppressed == null
                    ? null
                    : Arrays.stream(suppressed).map(Printable::new).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return failure.isCyclic();
        }
    }
}
