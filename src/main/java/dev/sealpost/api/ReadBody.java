package dev.sealpost.api;

import dev.sealpost.event.MessageIn;
import dev.sealpost.event.UnknownMembers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Reads the body of a request up to the limit. */
@Component
class ReadBody {

    /** Bodies up to this are read into an array of their size; larger ones grow, so that a claim costs no memory. */
    private static final int SMALL = 64 * 1024;

    private final int limit;
    private final UnknownMembers unknown;

    ReadBody(ApiSettings settings) {
        this.limit = Math.toIntExact(settings.bodyLimit().toBytes());
        this.unknown = settings.unknownMembers();
    }

    /**
     * The members of the object that the body is.
     *
     * @throws ProblemException as {@link #of} does
     */
    Fields fields(HttpServletRequest request) {
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
    MessageIn message(HttpServletRequest request) {
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
        requireJson(request.getContentType());
        return anything(request);
    }

    /**
     * The bytes as they came, whatever they are.
     *
     * @throws ProblemException 413 when there are too many, before they are read where their number is announced
     */
    byte[] anything(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        if (announced > limit) {
            throw tooLarge();
        }
        try {
            byte[] body = read(request.getInputStream(), (int) announced);
            if (body.length > limit) {
                throw tooLarge();
            }
            return body;
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

    static boolean isJson(String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.isCompatibleWith(MediaType.APPLICATION_JSON) || "json".equals(type.getSubtypeSuffix());
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private byte[] read(InputStream in, int announced) throws IOException {
        if (announced < 0 || announced > SMALL) {
            return in.readNBytes(limit + 1);
        }
        byte[] body = new byte[announced];
        int length = in.readNBytes(body, 0, announced);
        return length == announced ? body : Arrays.copyOf(body, length);
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                HttpStatus.PAYLOAD_TOO_LARGE, "payload_too_large", "a body has at most " + limit + " bytes");
    }
}
