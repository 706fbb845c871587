package dev.sealpost.attempt;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Blocked;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Gone;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.AttemptOutcome.TimedOut;
import dev.sealpost.delivery.AttemptOutcome.Unreachable;
import dev.sealpost.delivery.StorableText;
import dev.sealpost.egress.BlockedAddressException;
import dev.sealpost.egress.LookupsBusyException;
import dev.sealpost.request.EndpointCredentialException;
import dev.sealpost.transform.TransformationException;
import dev.sealpost.transform.TransformationsBusyException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;

/**
 * Classifies the outcome of an attempt according to Standard Webhooks: 2xx is a success, 3xx is a failure and not followed,
 * 410 ends deliveries, and 429, 502, 503 and 504 may carry {@code Retry-After}.
 */
public final class Classify {

    private static final int GONE = 410;
    private static final int NOT_MODIFIED = 304;
    private static final int LONGEST_LOCATION = 300;
    private static final int TOO_MANY_REQUESTS = 429;

    private Classify() {}

    /**
     * Classifies a response.
     *
     * @param retryAfter raw header value
     * @param location raw header value
     */
    static AttemptOutcome answer(int status, Optional<String> retryAfter, Optional<String> location, Instant now) {
        if (status >= 200 && status < 300) {
            return new Succeeded();
        }
        if (status == GONE) {
            return new Gone();
        }
        Optional<Duration> wait = retryAfter.flatMap(header -> RetryAfter.parse(header, now));
        if (status == TOO_MANY_REQUESTS || (wait.isPresent() && isOverload(status))) {
            return new Throttled(wait);
        }
        return new Rejected(status, isRedirect(status) ? Optional.of(redirect(location)) : Optional.empty());
    }

    private static boolean isRedirect(int status) {
        return status >= 300 && status < 400 && status != NOT_MODIFIED;
    }

    private static String redirect(Optional<String> location) {
        return location.map(text -> "a redirect to " + shown(text)
                        + ", which is not followed: give the endpoint the URL that takes events")
                .orElse("a redirect that does not say where to; none is followed");
    }

    /** Sanitizes an untrusted header: one line, truncated, without credentials. */
    private static String shown(String location) {
        String line = location.replaceAll("\\p{Cntrl}", "\uFFFD").strip().replaceFirst("//[^/?#@]*@", "//");
        return StorableText.of(line, LONGEST_LOCATION) + (line.length() > LONGEST_LOCATION ? "…" : "");
    }

    private static boolean isOverload(int status) {
        return status == 502 || status == 503 || status == 504;
    }

    /**
     * Classifies an attempt without a response.
     *
     * @return the outcome; empty when this node failed, not the receiver
     */
    public static Optional<AttemptOutcome> failure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<AttemptOutcome> outcome = one(cause);
            if (outcome.isPresent()) {
                return outcome;
            }
        }
        return Optional.empty();
    }

    private static Optional<AttemptOutcome> one(Throwable failure) {
        return switch (failure) {
            case EndpointCredentialException credential ->
                Optional.of(
                        credential.retryAfter().isPresent()
                                ? new Throttled(credential.retryAfter())
                                : new Failed(
                                        StorableText.of(String.valueOf(credential.getMessage()), StorableText.REASON),
                                        false));
            case TransformationException transformation ->
                Optional.of(new Failed(
                        StorableText.of("transformation: " + transformation.getMessage(), StorableText.REASON), false));
            // This node's places for transformations were taken.
            case TransformationsBusyException ours -> Optional.empty();
            case BlockedAddressException blocked -> Optional.of(new Blocked(blocked.rule()));
            // This node's limit of DNS lookups was reached.
            case LookupsBusyException ours -> Optional.empty();
            case UnknownHostException unknown -> unreachable("the name does not resolve: " + unknown.getMessage());
            // This node's connection pool was exhausted.
            case ConnectionRequestTimeoutException ours -> Optional.empty();
            case ConnectTimeoutException connect -> unreachable("no connection in time: " + connect.getMessage());
            case InterruptedIOException timeout -> Optional.of(new TimedOut());
            case SSLException tls -> unreachable("TLS: " + TlsFailure.reason(tls));
            case IOException broken -> unreachable(broken.getClass().getSimpleName() + ": " + broken.getMessage());
            case HttpException garbage -> unreachable("the answer is not HTTP: " + garbage.getMessage());
            default -> Optional.empty();
        };
    }

    private static Optional<AttemptOutcome> unreachable(String reason) {
        return Optional.of(new Unreachable(StorableText.of(reason, StorableText.REASON)));
    }
}
