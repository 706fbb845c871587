package dev.sealpost.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.Marker;

/** Converter {@code %msg} of {@code config/logback-spring.xml}. */
public final class MessageConverter extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return textOf(event);
    }

    static String textOf(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        return markers != null && markers.contains(LogMessage.PAGE)
                ? event.getFormattedMessage()
                : LogMessage.of(String.valueOf(event.getMessage()), event.getArgumentArray());
    }
}
