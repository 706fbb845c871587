package dev.sealpost.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/** Converter {@code %kvp} of {@code config/logback-spring.xml}: prints key-value pairs as {@code key=value}. */
public final class PairsConverter extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null
                ? ""
                : pairs.stream()
                        .map(pair -> LogValue.plain(pair.key) + "=" + LogValue.quoted(pair.value))
                        .collect(Collectors.joining(" "));
    }
}
