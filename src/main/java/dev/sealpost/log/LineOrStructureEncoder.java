package dev.sealpost.log;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.logback.StructuredLogEncoder;

/**
 * Writes lines by a pattern, or what Spring Boot makes of events where a structured format is asked for:
 * {@code LOGGING_STRUCTURED_FORMAT_CONSOLE} is {@code ecs}, {@code gelf} or {@code logstash}.
 */
public final class LineOrStructureEncoder extends PatternLayoutEncoder {

    private String format = "";
    private @Nullable StructuredLogEncoder structure;

    /** Sets the structured format; empty: lines by the pattern. */
    public void setFormat(String format) {
        this.format = format.strip();
    }

    @Override
    public void start() {
        if (!format.isEmpty()) {
            StructuredLogEncoder asked = new StructuredLogEncoder();
            asked.setContext(getContext());
            asked.setFormat(format);
            if (getCharset() != null) {
                asked.setCharset(getCharset());
            }
            asked.start();
            structure = asked;
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
        return structure == null ? super.encode(event) : structure.encode(event);
    }
}
