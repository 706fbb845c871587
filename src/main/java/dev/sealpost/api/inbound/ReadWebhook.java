package dev.sealpost.api.inbound;

import dev.sealpost.api.edge.BodyRoom;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.database.Snapshots;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.signature.FormParameters;
import dev.sealpost.signature.ReceivedWebhook;
import dev.sealpost.source.webhook.Source;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads a webhook from a request. The signature covers the raw bytes, so nothing may have consumed the body before. */
@Component
class ReadWebhook {

    private static final Duration STARTING_RETRY = Duration.ofSeconds(1);

    private final ReadBody body;
    private final BodyRoom webhookRoom;
    private final Snapshots snapshots;

    ReadWebhook(ReadBody body, BodyRoom webhookRoom, Snapshots snapshots) {
        this.body = body;
        this.webhookRoom = webhookRoom;
        this.snapshots = snapshots;
    }

    /**
     * Opens the memory reservation of the body.
     *
     * @throws IngestRefusedException while this node is starting
     */
    BodyRoom.Held admit(HttpServletRequest request) {
        if (!snapshots.loaded()) {
            throw new IngestRefusedException("This node is starting; nothing was accepted.", STARTING_RETRY);
        }
        return webhookRoom.open(request.getRemoteAddr());
    }

    /**
     * Reads the whole webhook.
     *
     * @param held counts the received bytes of the body
     * @throws ProblemException 415, or as {@link ReadBody#into} does
     */
    ReceivedWebhook of(HttpServletRequest request, Source source, BodyRoom.Held held) {
        requireJsonOrForm(request.getContentType());
        return new ReceivedWebhook(
                request.getMethod(),
                source.signedUrl(request.getQueryString()),
                headers(request),
                body.into(held, request));
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, String.join(", ", Collections.list(request.getHeaders(name))));
        }
        return headers;
    }

    private static void requireJsonOrForm(@Nullable String contentType) {
        boolean isForm = contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FormParameters.MEDIA_TYPE);
        if (contentType != null && !isForm && !ReadBody.isJson(contentType)) {
            throw new ProblemException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "a webhook must be JSON or a form");
        }
    }
}
