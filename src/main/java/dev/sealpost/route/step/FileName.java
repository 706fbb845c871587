package dev.sealpost.route.step;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;

/** Step of the connector {@code file-sink} ({@code bean: {ref: fileName, method: prepare}}). */
public final class FileName {

    private static final String CONNECTOR = "file-sink";
    private static final int LONGEST = 200;

    /**
     * Sets the name of the file: the id of the event, in letters, digits and {@code -_%}, so that it names no other folder, with
     * the ending in the exchange property {@code fileEnding}.
     */
    public void prepare(Exchange exchange) {
        String ending = exchange.getProperty("fileEnding", "", String.class);
        String name = URLEncoder.encode(StepBody.identity(exchange), StandardCharsets.UTF_8)
                .replace(".", "%2E")
                .replace("*", "%2A");
        if (name.length() > LONGEST) {
            throw StepBody.refused(CONNECTOR, "the id of the event is too long for the name of a file");
        }
        StepBody.replaceHeaders(exchange, Map.of(Exchange.FILE_NAME, name + ending));
    }
}
