package dev.sealpost.api.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;

/** Headers of every answer of the API: it is neither cached nor interpreted as another type. */
public final class SecurityHeaders {

    static final List<HeaderWriter> WRITERS =
            List.of(new XContentTypeOptionsHeaderWriter(), new CacheControlHeadersWriter());

    private SecurityHeaders() {}

    /** Sets the headers of an answer that no filter chain of Spring Security writes. */
    public static void write(HttpServletRequest request, HttpServletResponse response) {
        WRITERS.forEach(writer -> writer.writeHeaders(request, response));
    }
}
