package dev.sealpost.api.edge;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests whose path hides where they go, and those with header values that have control characters, those of Latin-1
 * (0x80 to 0x9F) among them, or bytes that are not UTF-8, or a charset whose name can be none. Whatever reads them later would throw.
 */
public final class EdgeValve extends ValveBase {

    private static final int FIRST_ERROR = 400;
    private static final int DELETE = 0x7F;
    private static final int LAST_CONTROL = 0x9F;

    private final RejectRequest reject;

    public EdgeValve(RejectRequest reject) {
        super(true);
        this.reject = reject;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (response.getStatus() >= FIRST_ERROR) {
            // Tomcat has refused it already, and reads no further.
            reject.report("this is no HTTP request");
            getNext().invoke(request, response);
            return;
        }
        if (hidesItsPath(request)) {
            reject.path(response);
            return;
        }
        if (!isCharset(request.getCharacterEncoding())) {
            reject.charset(response);
            return;
        }
        MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
        for (int i = 0; i < headers.size(); i++) {
            if (!isText(headers.getValue(i))) {
                reject.header(response, headers.getName(i).toString());
                return;
            }
        }
        getNext().invoke(request, response);
    }

    /**
     * Whether the path is not written as it is meant: with parameters, or so that it has to be decoded before it is known whose it
     * is. Spring throws at both, behind the filters that would refuse it.
     */
    private static boolean hidesItsPath(Request request) {
        String path = request.getRequestURI();
        return path.indexOf(';') >= 0
                || (request.getMappingData().matchType == MappingMatch.PATH
                        && !path.startsWith(request.getContextPath() + request.getServletPath()));
    }

    /** Whether the name of a charset is legal, be it known here or not. */
    private static boolean isCharset(@Nullable String name) {
        try {
            return name == null || Charset.isSupported(name) || !name.isEmpty();
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    private static boolean isText(MessageBytes value) {
        if (value.isNull()) {
            return true;
        }
        if (value.getType() == MessageBytes.T_BYTES) {
            ByteChunk chunk = value.getByteChunk();
            return isText(chunk.getBytes(), chunk.getStart(), chunk.getLength());
        }
        // Tomcat reads headers as Latin-1, so this gives the bytes back.
        byte[] bytes = value.toString().getBytes(StandardCharsets.ISO_8859_1);
        return isText(bytes, 0, bytes.length);
    }

    private static boolean isText(byte[] bytes, int from, int length) {
        boolean isAscii = true;
        for (int i = from; i < from + length; i++) {
            int each = bytes[i] & 0xFF;
            if ((each < ' ' && each != '\t') || (each >= DELETE && each <= LAST_CONTROL)) {
                return false;
            }
            isAscii = isAscii && each < DELETE;
        }
        return isAscii || isUtf8(ByteBuffer.wrap(bytes, from, length));
    }

    private static boolean isUtf8(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
