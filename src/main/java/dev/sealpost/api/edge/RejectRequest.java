package dev.sealpost.api.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Answers 400 to requests in which somebody hides something, before anything reads them. Strangers can send as many as they like,
 * so the log gets a line at once, and then one for all of ten seconds.
 */
@Component
public class RejectRequest {

    private static final Logger LOG = LoggerFactory.getLogger(RejectRequest.class);
    private static final long REST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int LONGEST_NAME = 64;

    private final ObjectMapper json;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong lineAt = new AtomicLong(System.nanoTime() - REST_NANOS);

    RejectRequest(ObjectMapper json) {
        this.json = json;
    }

    /** @param name of a header whose value has bytes that no header can have */
    void header(HttpServletResponse response, String name) throws IOException {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        String detail = "the header " + shown + " has a control character, or bytes that are not UTF-8";
        report(detail);
        answer(response, Problem.of("bad_request", detail + ": percent-encode the text"));
    }

    /** The header {@code Content-Type} names a charset, and no charset has such a name. */
    void charset(HttpServletResponse response) throws IOException {
        String detail = "the charset in the header content-type is none";
        report(detail);
        answer(response, Problem.of("bad_request", detail + ": write charset=utf-8, or leave it out"));
    }

    /** One part of the server may read the path in another way than the next, or what else Spring Security looks at. */
    public void path(HttpServletResponse response) throws IOException {
        report("the path or the query has characters such as ; or // or an encoded /");
        answer(response, Problem.of(HttpStatus.BAD_REQUEST));
    }

    private void answer(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    /** A line in the log, at once or with the next. */
    void report(String detail) {
        untold.incrementAndGet();
        long last = lineAt.get();
        long now = System.nanoTime();
        if (now - last >= REST_NANOS && lineAt.compareAndSet(last, now)) {
            LOG.warn("api.rejected reason=\"{}\" count={}", detail, untold.getAndSet(0));
        }
    }
}
