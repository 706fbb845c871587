package dev.sealpost.api.edge;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Answers 400 to malformed requests before they are read further. Logs at most one line in ten seconds, since
 * unauthenticated clients could flood the log.
 */
@Component
public class RejectRequest {

    private static final Logger LOG = LoggerFactory.getLogger(RejectRequest.class);
    private static final long LOG_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int LONGEST_NAME = 64;

    private final WriteProblem write;
    private final AtomicLong unlogged = new AtomicLong();
    private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - LOG_INTERVAL_NANOS);

    RejectRequest(WriteProblem write) {
        this.write = write;
    }

    /**
     * @param name of the header with the invalid value
     */
    void header(HttpServletResponse response, String name) throws IOException {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        String detail = "the header " + shown + " has a control character, or bytes that are not UTF-8";
        report(detail);
        write.badRequest(response, Problem.of("bad_request", detail + ": percent-encode the text"));
    }

    /** Rejects an illegal charset name in the header {@code Content-Type}. */
    void charset(HttpServletResponse response) throws IOException {
        String detail = "the header content-type has an invalid charset name";
        report(detail);
        write.badRequest(response, Problem.of("bad_request", detail + ": send charset=utf-8, or omit it"));
    }

    /** Rejects a path or query that components might interpret differently. */
    public void path(HttpServletResponse response) throws IOException {
        report("the path or the query has characters such as ; or // or an encoded /");
        write.badRequest(response, Problem.of(HttpStatus.BAD_REQUEST));
    }

    /** Logs the rejection, or counts it for the next log line. */
    void report(String detail) {
        unlogged.incrementAndGet();
        long last = loggedAt.get();
        long now = System.nanoTime();
        if (now - last >= LOG_INTERVAL_NANOS && loggedAt.compareAndSet(last, now)) {
            LOG.warn("api.rejected reason=\"{}\" count={}", detail, unlogged.getAndSet(0));
        }
    }
}
