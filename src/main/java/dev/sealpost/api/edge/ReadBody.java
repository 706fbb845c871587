package dev.sealpost.api.edge;

import dev.sealpost.api.shape.DeclaredShapes;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.message.CheckContent;
import dev.sealpost.event.message.MessageIn;
import dev.sealpost.event.message.UnknownMembers;
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
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Reads the body of a request up to the limit. */
@Component
public class ReadBody {

    /** Initial size of the buffer for larger bodies, which grows, so that an announced length alone costs no memory. */
    private static final int SMALL = 8 * 1024;

    /** Memory for the bodies of authenticated clients; one address may use half of it. */
    private static final long ROOM = DataSize.ofMegabytes(128).toBytes();

    private static final byte[] EMPTY = {'{', '}'};

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
     * Reads the body as a JSON object.
     *
     * @throws ProblemException as {@link #of} does
     */
    public Fields fields(HttpServletRequest request) {
        return fields(request, limit);
    }

    /**
     * Reads the body as a JSON object with the shape that the operation declares, up to a limit of its own.
     *
     * @param most in bytes
     * @throws ProblemException as {@link #of} does
     */
    public Fields fields(HttpServletRequest request, int most) {
        HandlerMethod operation = operation(request);
        Shape shape = DeclaredShapes.of(operation.getMethod())
                .orElseThrow(() -> new IllegalStateException(operation + " declares no @BodyShape"));
        byte[] body = of(request, most);
        boolean isAbsent = body.length == 0 && !DeclaredShapes.isBodyRequired(operation.getMethod());
        return Fields.of(
                isAbsent ? EMPTY : body,
                shape,
                switch (unknown) {
                    case REFUSE -> Optional.empty();
                    case REPORT -> Optional.of(IgnoredNames.of(request)::addMember);
                });
    }

    private static HandlerMethod operation(HttpServletRequest request) {
        if (request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod method) {
            return method;
        }
        throw new IllegalStateException("a body with a shape belongs to an operation of Spring MVC");
    }

    /**
     * Reads the body as an event. The caller reports the members that it ignores.
     *
     * @throws ProblemException as {@link #of} does
     */
    public MessageIn message(HttpServletRequest request) {
        return MessageIn.parse(of(request), unknown);
    }

    /**
     * Reads the raw bytes of a JSON body.
     *
     * @throws ProblemException 413 when the body is too large, before it is read if its length is announced; 415 when
     *     the content type is not JSON. An absent content type is accepted.
     */
    byte[] of(HttpServletRequest request) {
        return of(request, limit);
    }

    private byte[] of(HttpServletRequest request, int most) {
        @Nullable String contentType = request.getContentType();
        requireJson(contentType);
        byte[] body = anything(request, most);
        if (contentType != null) {
            CheckContent.requireUtf8(contentType, body);
        }
        return body;
    }

    /**
     * Reads the raw bytes of a body of any type.
     *
     * @throws ProblemException as {@link #into} does
     */
    public byte[] anything(HttpServletRequest request) {
        return anything(request, limit);
    }

    private byte[] anything(HttpServletRequest request, int most) {
        try (BodyRoom.Held held = room.open(request.getRemoteAddr())) {
            return into(held, request, most);
        }
    }

    /**
     * Reads the raw bytes of a body of any type.
     *
     * @param held counts the received bytes
     * @throws ProblemException 413 when the body is too large, before it is read if its length is announced; 415 when
     *     it is compressed; 408 when it does not arrive in time
     * @throws NoRoomException when the memory for bodies is exhausted
     */
    public byte[] into(BodyRoom.Held held, HttpServletRequest request) {
        return into(held, request, limit);
    }

    private byte[] into(BodyRoom.Held held, HttpServletRequest request, int largest) {
        Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).forEach(CheckContent::requireUncompressed);
        long announced = request.getContentLengthLong();
        if (announced > largest) {
            throw tooLarge(largest);
        }
        try {
            return read(held, request.getInputStream(), announced < 0 ? largest + 1 : (int) announced, largest);
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
                    "the header content-type is " + contentType
                            + ", but the body must be JSON: send content-type: application/json (with curl: -H 'content-type: application/json')");
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

    private byte[] read(BodyRoom.Held held, InputStream in, int most, int largest) throws IOException {
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
        if (length > largest) {
            throw tooLarge(largest);
        }
        return length == body.length ? body : Arrays.copyOf(body, length);
    }

    private ProblemException tooSlow() {
        return new ProblemException(
                HttpStatus.REQUEST_TIMEOUT,
                "request_timeout",
                "the body did not arrive within " + timeout.toSeconds() + " s (sealpost.api.body-timeout)");
    }

    private static ProblemException tooLarge(int largest) {
        return new ProblemException(
                HttpStatus.PAYLOAD_TOO_LARGE, "payload_too_large", "the body must not exceed " + largest + " bytes");
    }
}
