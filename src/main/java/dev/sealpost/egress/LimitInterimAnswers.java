package dev.sealpost.egress;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads the heads of the answers on one connection, and breaks it off where the final one does not come: RFC 9110 (15.2) allows
 * any number of interim answers (1xx), and reading them as fast as they come keeps a processor busy until the deadline.
 */
final class LimitInterimAnswers implements HttpMessageParser<ClassicHttpResponse> {

    /** One every few seconds through the longest deadline. */
    static final int MOST = 100;

    private final HttpMessageParser<ClassicHttpResponse> parser;
    private int interim;

    private LimitInterimAnswers(HttpMessageParser<ClassicHttpResponse> parser) {
        this.parser = parser;
    }

    /** One for each connection. */
    static HttpMessageParserFactory<ClassicHttpResponse> factory(Http1Config config) {
        DefaultHttpResponseParserFactory parsers = new DefaultHttpResponseParserFactory(config);
        // Connections give none of their own: it would be one without limits.
        return none -> new LimitInterimAnswers(parsers.create());
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        ClassicHttpResponse head = parser.parse(buffer, in);
        // None, when the connection has ended.
        interim = head != null && head.getCode() < HttpStatus.SC_OK ? interim + 1 : 0;
        if (interim > MOST) {
            throw new MessageConstraintException("More than " + MOST + " interim answers");
        }
        return head;
    }
}
