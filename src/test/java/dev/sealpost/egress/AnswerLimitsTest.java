package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are taken up to a limit of bytes, headers and interim answers. */
@Timeout(30)
class AnswerLimitsTest extends GuardedClientsTestBase {

    private static final int LIMIT = 64 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10000000000", "Transfer-Encoding: chunked", "Connection: close"})
    void keepsTheBeginningOfAnEndlessAnswer(String framing) throws Exception {
        byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        RawReceiver.Answer endless = (out, closing) -> {
            out.write(("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            while (closing.getCount() > 0) {
                out.write(chunk);
            }
        };
        try (RawReceiver receiver = RawReceiver.writing(endless);
                OutboundCall call = OutboundCall.open(Duration.ofSeconds(10))) {
            Answer answer = post(webhooks, receiver.url());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSize(LIMIT);
            assertThat(call.truncated()).isTrue();
            assertThat(call.expired()).isFalse();
            assertThat(receiver.wasBrokenOff()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, LIMIT - 1, LIMIT})
    void keepsAWholeAnswerUpToTheLimit(int size) throws Exception {
        String body = "y".repeat(size);
        String chunked = size == 0 ? "" : Integer.toHexString(size) + "\r\n" + body + "\r\n";
        for (String answer : List.of(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + size + "\r\n\r\n" + body,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked + "0\r\n\r\n")) {
            try (RawReceiver receiver = RawReceiver.answering(answer);
                    OutboundCall call = OutboundCall.open(Duration.ofSeconds(10))) {
                post(webhooks, receiver.url());

                assertThat(post(webhooks, receiver.url()).body()).asString().isEqualTo(body);
                assertThat(call.truncated()).isFalse();
                assertThat(receiver.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void refusesATooLargeAnswerToAConnector() throws Exception {
        try (RawReceiver receiver =
                RawReceiver.answering("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + "x".repeat(9_000_000))) {
            assertThatThrownBy(() -> post(connectors, receiver.url()))
                    .isInstanceOf(AnswerTooLargeException.class)
                    .hasMessage("The answer is larger than 8388608 bytes");
        }
    }

    @Test
    void countsTheUnzippedBytesOfAnAnswerToAConnector() throws Exception {
        byte[] bomb = gzip(new byte[9_000_000]);
        assertThat(bomb).hasSizeLessThan(20_000);
        try (RawReceiver receiver = RawReceiver.writing(compressed("gzip", bomb))) {
            assertThatThrownBy(() -> post(connectors, receiver.url())).isInstanceOf(AnswerTooLargeException.class);
        }
    }

    /** A library on the class path must not add codings: the dictionary of LZMA alone can take gigabytes. */
    @Test
    void offersVendorsOnlyGzipAndDeflate() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK)) {
            post(connectors, receiver.url());

            assertThat(receiver.requests())
                    .singleElement()
                    .satisfies(
                            request -> assertThat(request).contains("\r\nAccept-Encoding: gzip, deflate, x-gzip\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "deflate"})
    void decompressesAnAnswerToAConnector(String coding) throws Exception {
        byte[] plain = "{\"ok\":true}".getBytes(StandardCharsets.US_ASCII);
        byte[] body = coding.equals("deflate") ? deflate(plain) : gzip(plain);
        try (RawReceiver receiver = RawReceiver.writing(compressed(coding, body))) {
            assertThat(post(connectors, receiver.url()).body()).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bzip2", "xz", "lzma", "pack200", "lz4-framed", "br", "zstd"})
    void decompressesNothingThatItDidNotOffer(String coding) throws Exception {
        try (RawReceiver receiver = RawReceiver.writing(compressed(coding, new byte[] {1, 2, 3}))) {
            assertThatThrownBy(() -> post(connectors, receiver.url()))
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("Unsupported Content-Encoding: " + coding);
        }
    }

    @Test
    void leavesAZippedAnswerToAWebhookZippedAndUnlabelled() throws Exception {
        byte[] bomb = gzip(new byte[9_000_000]);
        try (RawReceiver receiver = RawReceiver.writing(compressed("gzip", bomb))) {
            Answer answer = post(webhooks, receiver.url());

            assertThat(answer.body()).isEqualTo(bomb);
            assertThat(answer.response().containsHeader("Content-Encoding")).isFalse();
        }
    }

    @Test
    void refusesTooManyHeadersAndTooLongLines() throws Exception {
        String many = "HTTP/1.1 200 OK\r\n" + "X-A: b\r\n".repeat(101) + "Content-Length: 0\r\n\r\n";
        String wide = "HTTP/1.1 200 OK\r\nX-A: " + "b".repeat(10_000) + "\r\nContent-Length: 0\r\n\r\n";
        for (String answer : List.of(many, wide)) {
            try (RawReceiver receiver = RawReceiver.answering(answer)) {
                assertThatThrownBy(() -> post(webhooks, receiver.url()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("exceeded");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
    void takesSomeInterimAnswersAndNotForever(String interim) throws Exception {
        String one = "HTTP/1.1 " + interim + "\r\n\r\n";
        try (RawReceiver receiver = RawReceiver.answering(one.repeat(LimitInterimAnswers.MOST) + OK)) {
            for (int i = 0; i < 3; i++) {
                assertThat(post(webhooks, receiver.url()).body()).asString().isEqualTo("ok");
            }
            assertThat(receiver.connections()).isEqualTo(1);
        }
        RawReceiver.Answer endless = (out, closing) -> {
            while (closing.getCount() > 0) {
                out.write(one.getBytes(StandardCharsets.ISO_8859_1));
            }
        };
        try (RawReceiver receiver = RawReceiver.writing(endless)) {
            assertThatThrownBy(() -> post(webhooks, receiver.url()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("More than 100 interim answers");
            assertThat(receiver.wasBrokenOff()).isTrue();
        }
    }

    private static RawReceiver.Answer compressed(String coding, byte[] body) {
        String head =
                "HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        return (out, closing) -> {
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
        };
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        }
        return zipped.toByteArray();
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(plain);
        }
        return deflated.toByteArray();
    }
}
