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
 * Rejects requests with an ambiguous path, with control characters (including 0x80 to 0x9F) or invalid UTF-8 in a
 * header value, or with an illegal charset name. Later readers would throw.
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
            // Tomcat already rejected it and stopped reading.
            reject.report("malformed HTTP request");
            getNext().invoke(request, response);
            return;
        }
        if (hasAmbiguousPath(request)) {
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
     * Returns whether the path has parameters or must be decoded before it can be mapped. Spring throws on both, after
     * the filters.
     */
    private static boolean hasAmbiguousPath(Request request) {
        String path = request.getRequestURI();
        return path.indexOf(';') >= 0
                || (request.getMappingData().matchType == MappingMatch.PATH
                        && !path.startsWith(request.getContextPath() + request.getServletPath()));
    }

    /** Returns whether the name is a legal charset name; the charset may be unknown. */
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
        // Tomcat decodes headers as Latin-1, so this restores the bytes.
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
