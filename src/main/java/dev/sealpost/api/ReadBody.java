package dev.sealpost.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads the body of a request, up to the limit. */
@Component
class ReadBody {

    /** Bodies up to this are read into an array of their size; larger ones grow, so that a claim costs no memory. */
    private static final int SMALL = 64 * 1024;

    private final int limit;

    ReadBody(ApiSettings settings) {
        this.limit = Math.toIntExact(settings.bodyLimit().toBytes());
    }

    byte[] of(HttpServletRequest request) {
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
