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
 * Limits the interim answers (1xx) before a final answer on one connection. RFC 9110 (15.2) allows any number, and reading a
 * flood of them would keep a processor busy until the deadline.
 */
final class LimitInterimAnswers implements HttpMessageParser<ClassicHttpResponse> {

    /** Enough for one every few seconds until the longest deadline. */
    static final int MOST = 100;

    private final HttpMessageParser<ClassicHttpResponse> parser;
    private int interim;

    private LimitInterimAnswers(HttpMessageParser<ClassicHttpResponse> parser) {
        this.parser = parser;
    }

    /** Returns a factory that creates one parser per connection. */
    static HttpMessageParserFactory<ClassicHttpResponse> factory(Http1Config config) {
        DefaultHttpResponseParserFactory parsers = new DefaultHttpResponseParserFactory(config);
        // The configuration passed per connection is ignored: it would have no limits.
        return none -> new LimitInterimAnswers(parsers.create());
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        letOthersRun(buffer);
        ClassicHttpResponse head = parser.parse(buffer, in);
        // Null if the connection was closed.
        interim = head != null && head.getCode() < HttpStatus.SC_OK ? interim + 1 : 0;
        if (interim > MOST) {
            throw new MessageConstraintException("More than " + MOST + " interim answers");
        }
        return head;
    }

    /**
     * Lets the virtual threads run that wait for a processor. Under load the answer has then often arrived, and the read neither
     * fails, nor registers the socket with the poller and waits.
     */
    @SuppressWarnings("ThreadPriorityCheck") // Correct without it; only slower.
    private static void letOthersRun(SessionInputBuffer buffer) {
        if (buffer.length() == 0 && Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }
}
