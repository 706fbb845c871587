package dev.sealpost.log;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.logback.StructuredLogEncoder;

/**
 * Writes log lines by a pattern, or in a structured format of Spring Boot if {@code LOGGING_STRUCTURED_FORMAT_CONSOLE}
 * is {@code ecs}, {@code gelf} or {@code logstash}. Masks known secrets in both.
 */
public final class LineOrStructureEncoder extends PatternLayoutEncoder {

    private String format = "";
    private @Nullable StructuredLogEncoder structure;

    /** Sets the structured format; empty for the pattern. */
    public void setFormat(String format) {
        this.format = format.strip();
    }

    @Override
    public void start() {
        if (!format.isEmpty()) {
            StructuredLogEncoder encoder = new StructuredLogEncoder();
            encoder.setContext(getContext());
            encoder.setFormat(format);
            if (getCharset() != null) {
                encoder.setCharset(getCharset());
            }
            encoder.start();
            structure = encoder;
        }
        super.start();
    }

    @Override
    public void stop() {
        if (structure != null) {
            structure.stop();
        }
        super.stop();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        byte[] line = structure == null ? super.encode(event) : structure.encode(asText(event));
        Charset charset = getCharset() == null ? Charset.defaultCharset() : getCharset();
        String text = new String(line, charset);
        String mencoder = SecretValues.mask(text);
        return mencoder.equals(text) ? line : mencoder.getBytes(charset);
    }

    /** Copies the event with its formatted message. */
    private static ILoggingEvent asText(ILoggingEvent event) {
        LoggingEvent text = new LoggingEvent();
        text.setMessage(MessageConverter.textOf(event));
        text.setLevel(event.getLevel());
        text.setLoggerName(event.getLoggerName());
        text.setThreadName(event.getThreadName());
        text.setInstant(event.getInstant());
        text.setMDCPropertyMap(event.getMDCPropertyMap());
        text.setKeyValuePairs(event.getKeyValuePairs());
        if (event.getMarkerList() != null) {
            event.getMarkerList().forEach(text::addMarker);
        }
        if (event.getThrowableProxy() instanceof ThrowableProxy failure) {
            text.setThrowableProxy(failure);
        }
        return text;
    }
}
