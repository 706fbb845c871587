package dev.sealpost.api.edge;

import dev.sealpost.event.CheckContent;
import dev.sealpost.event.MessageIn;
import dev.sealpost.event.UnknownMembers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Reads the body of a request up to the limit. */
@Component
public class ReadBody {

    /** Bodies up to this are read into an array of their size; larger ones grow, so that a claim costs no memory. */
    private static final int SMALL = 8 * 1024;

    /** For the bodies of all who have a token; those from one address get half of it. */
    private static final long ROOM = DataSize.ofMegabytes(128).toBytes();

    private final int limit;
    private final UnknownMembers unknown;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final BodyRoom room = new BodyRoom(ROOM, ROOM / 2);

    @Autowired
    ReadBody(ApiSettings settings) {
        this(settings, System::nanoTime);
    }

    /** @param nanoTime such as {@link System#nanoTime} */
    ReadBody(ApiSettings settings, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.limit = Math.toIntExact(settings.bodyLimit().toBytes());
        this.timeout = settings.bodyTimeout();
        this.unknown = settings.unknownMembers();
    }

    /**
     * The members of the object that the body is.
     *
     * @throws ProblemException as {@link #of} does
     */
    public Fields fields(HttpServletRequest request) {
        return Fields.of(
                of(request),
                switch (unknown) {
                    case REFUSE -> Optional.empty();
                    case REPORT -> Optional.of(IgnoredNames.of(request)::addMember);
                });
    }

    /**
     * The event that the body is.
     *
     * @throws ProblemException as {@link #of} does
     */
    public MessageIn message(HttpServletRequest request) {
        MessageIn message = MessageIn.parse(of(request), unknown);
        if (!message.ignored().isEmpty()) {
            message.ignored().forEach(IgnoredNames.of(request)::addMember);
        }
        return message;
    }

    /**
     * The bytes as they came, which are JSON.
     *
     * @throws ProblemException 413 when there are too many, before they are read where their number is announced; 415 when
     *     the request says that they are something else than JSON. One that says nothing is taken at its word.
     */
    byte[] of(HttpServletRequest request) {
        @Nullable String contentType = request.getContentType();
        requireJson(contentType);
        byte[] body = anything(request);
        if (contentType != null) {
            CheckContent.requireUtf8(contentType, body);
        }
        return body;
    }

    /**
     * The bytes as they came, whatever they are.
     *
     * @throws ProblemException as {@link #into} does
     */
    public byte[] anything(HttpServletRequest request) {
        try (BodyRoom.Held held = room.open(request.getRemoteAddr())) {
            return into(held, request);
        }
    }

    /**
     * The bytes as they came, whatever they are.
     *
     * @param held counts what has arrived
     * @throws ProblemException 413 when there are too many, before they are read where their number is announced; 415 when they
     *     are compressed; 408 when they do not arrive in time
     * @throws NoRoomException when too many bodies are being read
     */
    public byte[] into(BodyRoom.Held held, HttpServletRequest request) {
        Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).forEach(CheckContent::requireUncompressed);
        long announced = request.getContentLengthLong();
        if (announced > limit) {
            throw tooLarge();
        }
        try {
            return read(held, request.getInputStream(), announced < 0 ? limit + 1 : (int) announced);
        } catch (SocketTimeoutException e) {
            throw tooSlow();
        } catch (IOException e) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "bad_request", "the body could not be read to its end");
        }
    }

    private static void requireJson(@Nullable String contentType) {
        if (contentType != null && !isJson(contentType)) {
            throw new ProblemException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_media_type",
                    "the header content-type is " + contentType + ", and a body is JSON here: send content-type:"
                            + " application/json (with curl: -H 'content-type: application/json')");
        }
    }

    public static boolean isJson(String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.isCompatibleWith(MediaType.APPLICATION_JSON) || "json".equals(type.getSubtypeSuffix());
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private byte[] read(BodyRoom.Held held, InputStream in, int most) throws IOException {
        long end = nanoTime.getAsLong() + timeout.toNanos();
        byte[] body = new byte[Math.min(most, SMALL)];
        int length = 0;
        while (length < most) {
            if (length == body.length) {
                body = Arrays.copyOf(body, Math.min(most, 2 * length));
            }
            int arrived = in.read(body, length, body.length - length);
            if (arrived < 0) {
                break;
            }
            held.add(arrived);
            length += arrived;
            if (length < most && nanoTime.getAsLong() - end > 0) {
                throw tooSlow();
            }
        }
        if (length > limit) {
            throw tooLarge();
        }
        return length == body.length ? body : Arrays.copyOf(body, length);
    }

    private ProblemException tooSlow() {
        return new ProblemException(
                HttpStatus.REQUEST_TIMEOUT,
                "request_timeout",
                "the body did not arrive within " + timeout.toSeconds() + " s (sealpost.api.body-timeout)");
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                HttpStatus.PAYLOAD_TOO_LARGE, "payload_too_large", "a body has at most " + limit + " bytes");
    }
}
