package dev.sealpost.scenario;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/** One way of being a bad receiver. Each treats all of its requests like this; the connection is closed afterwards. */
enum Hostility {
    HANGS {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.awaitEnd();
        }
    },
    DRIPS_HEADER {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nX-Long: ");
            call.drip();
        }
    },
    DRIPS_BODY {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            call.drip();
        }
    },
    RESETS_BEFORE_THE_REQUEST {
        @Override
        void treat(HostileReceiver.Call call) {
            call.reset();
        }
    },
    RESETS_WITHIN_THE_REQUEST {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readBytes(1_000);
            call.reset();
        }
    },
    RESETS_AFTER_THE_REQUEST {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.reset();
        }
    },
    RESETS_WITHIN_THE_ANSWER {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            // A reset overtakes what was sent: the half has to be there first.
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            call.reset();
        }
    },
    ANSWERS_TEN_GIGABYTES {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
            call.sayForever("x".repeat(8192));
        }
    },
    ANSWERS_GARBAGE {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("\u0000\u0001SSH-2.0-OpenSSH_9.2\r\n\r\nnothing of HTTP\r\n\r\n");
        }
    },
    ANSWERS_GARBAGE_FOREVER {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.sayForever("this is no status line\r\n");
        }
    },
    ANSWERS_1XX_FOREVER {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.sayForever("HTTP/1.1 102 Processing\r\nX-Still: at it\r\n\r\n");
        }
    },
    ANSWERS_A_MEGABYTE_OF_HEADERS {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\n" + ("X-Wide: " + "y".repeat(1_000) + "\r\n").repeat(1_000)
                    + "Content-Length: 0\r\n\r\n");
        }
    },
    ANSWERS_A_MEGABYTE_IN_ONE_HEADER {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nX-Wide: " + "y".repeat(1_000_000) + "\r\nContent-Length: 0\r\n\r\n");
        }
    },
    ANSWERS_A_BAD_CHUNK {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nno number\r\n");
        }
    },
    ANSWERS_LESS_THAN_IT_SAYS {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
        }
    },
    ANSWERS_MORE_THAN_IT_SAYS {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more");
        }
    },
    ANSWERS_A_GZIP_BOMB {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + BOMB.length + "\r\n\r\n");
            call.say(BOMB);
        }
    },
    ANSWERS_A_NUL {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\na\u0000b");
        }
    },
    ANSWERS_A_BROKEN_SURROGATE {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
            // Half of a pair as if it were a character (RFC 3629 forbids it), and two bytes that are never UTF-8.
            call.say(new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0xBD, (byte) 0xFF, (byte) 0xFE, 'b'});
        }
    },
    FAILS_ONE_IN_THREE {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            String status = call.number() % 3 == 0 ? "500 No" : "200 OK";
            call.say("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
        }
    },
    /** Nothing announces it: whoever keeps the connection finds it closed. */
    CLOSES_KEPT_CONNECTIONS {
        @Override
        void treat(HostileReceiver.Call call) throws IOException {
            call.readRequest();
            call.say("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n");
        }
    };

    private static final byte[] BOMB = bomb();

    abstract void treat(HostileReceiver.Call call) throws IOException;

    /** 64 MB of zeros in about as many KB. */
    private static byte[] bomb() {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    /** The path, for those who read logs. */
    String path() {
        return "/" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
