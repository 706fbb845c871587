package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posted events, which pass no filter chain: answered as by the way through Spring, and refused as a neighbour refuses. */
class IngestFilterTest extends ApiTestBase {

    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String EVENT = "{\"eventType\":\"a\",\"payload\":{\"n\":1.10}}";
    private static final String CLOUD_EVENT =
            "Content-Type: application/json\r\nce-specversion: 1.0\r\nce-source: /s\r\n";
    private static final String STRUCTURED = "Content-Type: application/cloudevents+json\r\n";

    /** Headers that say how the body is framed: Spring MVC sends errors in chunks. */
    private static final Set<String> FRAMING = Set.of("date", "content-length", "transfer-encoding");

    private RawClient raw;
    private String token = "";

    /**
     * A request.
     *
     * @param headers each with its end of line
     */
    private record Request(String query, String headers, String body) {}

    /** An answer without what differs from one to the next. */
    private record Seen(int status, Map<String, String> headers, String body) {}

    @BeforeEach
    void open() {
        raw = new RawClient(port, data.secret("api-token"));
        token = raw.authorization();
    }

    @AfterEach
    void accept() {
        publisher.refuse(false);
        publisher.breakDown(false);
    }

    private String plain() {
        return "/api/v1/app/" + app + "/msg";
    }

    /** The same path, which the filter leaves to Spring. */
    private String encoded() {
        return "/api/v1/app/%" + Integer.toHexString(app.charAt(0)) + app.substring(1) + "/msg";
    }

    private Seen send(String path, Request request) {
        RawClient.Answer answer = raw.send(
                "POST",
                path + request.query(),
                request.headers(),
                request.body().getBytes(StandardCharsets.ISO_8859_1));
        Map<String, String> headers = new TreeMap<>();
        answer.head().lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        });
        headers.keySet().removeAll(FRAMING);
        String body = answer.body()
                .replaceAll("msg_\\w{27}", "msg_x")
                .replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"x\"");
        return new Seen(answer.status(), headers, body);
    }

    @Test
    void passesNeitherSpringSecurityNorSpringMvc() {
        assertThat(send(plain(), new Request("", token + JSON, EVENT)).status()).isEqualTo(202);
        List<String> callers = publisher.callers();
        assertThat(send(encoded(), new Request("", token + JSON, EVENT)).status())
                .isEqualTo(202);
        List<String> others = publisher.callers();

        assertThat(callers).noneMatch(name -> name.startsWith("org.springframework."));
        assertThat(others)
                .anyMatch(name -> name.startsWith("org.springframework.security."))
                .anyMatch(name -> name.startsWith("org.springframework.web.servlet."));
    }

    @Test
    void servesASlashAtTheEndToo() {
        assertThat(send(plain() + "/", new Request("", token + JSON, EVENT)).status())
                .isEqualTo(202);

        assertThat(publisher.callers()).noneMatch(name -> name.startsWith("org.springframework."));
    }

    @Test
    void leavesOtherOperationsToSpring() {
        assertThat(raw.send("GET", plain(), new byte[0]).status()).isEqualTo(200);
        assertThat(raw.send("PUT", plain(), new byte[0]).head()).containsPattern("Allow: (GET, POST|POST, GET)");
        assertThat(raw.send("POST", "/api/v1/app/" + app + "/pause", new byte[0])
                        .status())
                .isEqualTo(200);
        for (String path :
                List.of("/api/v1/app/../msg", "/api/v1/app/a;b/msg", "/api/v1/app/a%2fb/msg", "/api/v1/app//msg")) {
            assertThat(raw.send("POST", path, new byte[0]).status()).as(path).isEqualTo(400);
        }
    }

    @Test
    void answersAsTheWayThroughSpringDoes() {
        List<Request> requests = new ArrayList<>(List.of(
                new Request("", token + JSON, EVENT),
                new Request("?with_content=false", token + JSON, EVENT),
                new Request("", token, EVENT),
                new Request("", token.replace("Bearer", "bearer") + JSON, EVENT),
                new Request(
                        "",
                        token + JSON,
                        "{\"eventType\":\"a\",\"eventId\":\"u\",\"channels\":[\"c\"],\"tags\":[\"t\"],"
                                + "\"expiresAt\":\"2999-01-01T00:00:00Z\",\"payload\":{\"\u00c3\u00a9\":\"\\n\"}}"),
                new Request("", token + JSON + "Idempotency-Key: k\r\n", EVENT),
                new Request("", token + JSON + "Idempotency-Key: k\r\n", EVENT.replace("1.10", "1.1")),
                new Request("", token + JSON + "Idempotency-Key: " + "k".repeat(257) + "\r\n", EVENT),
                new Request("", token + JSON + "Idempotency-Key: a\tb\r\n", EVENT),
                new Request("", token + JSON + "Idempotency-Key: \r\n", EVENT),
                new Request("", token + CLOUD_EVENT + "ce-id: 1\r\nce-type: t\r\n", EVENT),
                new Request("", token + CLOUD_EVENT + "ce-id: %ED%A0%80\r\nce-type: t\r\n", EVENT),
                new Request("", token + CLOUD_EVENT + "ce-type: t\r\n", EVENT),
                new Request("", token + CLOUD_EVENT + "ce-id: 2\r\nce-type: t\r\n", "{oops"),
                new Request(
                        "",
                        token + STRUCTURED,
                        "{\"specversion\":\"1.0\",\"id\":\"3\",\"source\":\"/s\",\"type\":\"t\"}"),
                new Request("", token + STRUCTURED, "{\"specversion\":\"1.0\"}"),
                new Request(
                        "",
                        token + STRUCTURED,
                        "{\"specversion\":\"1.0\",\"id\":\"4\",\"source\":\"/s\",\"type\":\"t\",\"sealpostapplication\":\"none\"}"),
                new Request("", token + STRUCTURED.replace("json", "xml"), "<a/>"),
                new Request("", token + STRUCTURED + "ce-id: 1\r\n", "{}")));
        Stream.of(
                        "x=1",
                        "with_content=maybe",
                        "with_content=true&with_content=false",
                        "with_content=",
                        "%zz=1",
                        "a=%00",
                        "&&",
                        "=",
                        "limit=1")
                .forEach(query -> requests.add(new Request("?" + query, token + JSON, EVENT)));
        edgeRequests().forEach(requests::add);
        HostileValues.BODIES.forEach(body -> requests.add(new Request("", token + JSON, body)));
        HostileValues.VALUES.forEach(value -> Stream.of("eventType", "eventId", "payload", "channels", "expireAfter")
                .forEach(member -> requests.add(new Request(
                        "", token + JSON, "{\"eventType\":\"a\",\"payload\":{},\"" + member + "\":" + value + "}"))));

        for (Request request : requests) {
            assertThat(send(plain(), request)).as(request.toString()).isEqualTo(send(encoded(), request));
        }
    }

    /** Requests that every operation refuses, whatever it reads. */
    private Stream<Request> edgeRequests() {
        Stream<String> headers = Stream.of(
                JSON,
                JSON + "Authorization: Bearer wrong\r\n",
                JSON + "Authorization: Basic YTpi\r\n",
                JSON + "Authorization: Bearer\r\n",
                JSON + "Authorization: \r\n",
                token + "Content-Type: text/plain\r\n",
                token + "Content-Type: ;\r\n",
                token + "Content-Type: application/x-www-form-urlencoded\r\n",
                token + "Content-Type: multipart/form-data; boundary=x\r\n",
                token + "Content-Type: application/json; charset=\r\n",
                token + "Content-Type: application/json; charset=x-none\r\n",
                token + "Content-Type: application/json; charset=\"\r\n",
                token + JSON + "Content-Encoding: gzip\r\n",
                token + JSON + "Content-Encoding: br, gzip\r\n",
                token + JSON + "Idempotency-Key: \u00c3(\r\n",
                token + JSON + "X-Name: \u0001\r\n",
                token + JSON + "Content-Length: 99999999\r\n",
                token + JSON + "Content-Length: x\r\n");
        return Stream.concat(
                headers.map(each -> new Request("", each, "{")),
                Stream.of(
                                "",
                                "{",
                                "[",
                                "\u00ff",
                                "\u00ef\u00bb\u00bf{}",
                                "{}{}",
                                "{\"a\":tru}",
                                "{\"a\":1,}",
                                "[".repeat(500))
                        .map(body -> new Request("", token + JSON, body)));
    }

    @Test
    void refusesAsANeighbouringOperationDoes() {
        List<Request> requests = edgeRequests().collect(Collectors.toCollection(ArrayList::new));
        Stream.of(
                        "Accept: image/png",
                        "Accept: ;;;",
                        "Range: bytes=0-1",
                        "If-None-Match: *",
                        "Origin: https://x.example")
                .forEach(header -> requests.add(new Request("", token + JSON + header + "\r\n", "{")));
        Stream.of("%zz=1", "a=%00", "%=").forEach(query -> requests.add(new Request("?" + query, token + JSON, "{")));

        for (Request request : requests) {
            Seen refused = send(plain(), request);

            assertThat(refused.status()).as(request.toString()).isGreaterThanOrEqualTo(400);
            assertThat(refused).as(request.toString()).isEqualTo(send(plain().replace("/msg", "/endpoint"), request));
        }
        Request unknown = new Request("", token + JSON, "{}");
        assertThat(send("/api/v1/app/none/msg", unknown)).isEqualTo(send("/api/v1/app/none/endpoint", unknown));
    }

    @Test
    void answersFaultsAsTheWayThroughSpringDoes() {
        Request request = new Request("", token + JSON, EVENT);
        publisher.refuse(true);
        Seen refused = send(plain(), request);
        Seen alsoRefused = send(encoded(), request);
        publisher.refuse(false);
        publisher.breakDown(true);
        Seen broken = send(plain(), request);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsEntry("retry-after", "30");
        assertThat(refused).isEqualTo(alsoRefused);
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken).isEqualTo(send(encoded(), request));
    }

    /** Headers of Spring Security, and a length although no converter sets it. */
    @Test
    void forbidsToCacheAndToGuessTheType() {
        String head = raw.send("POST", plain(), EVENT.getBytes(StandardCharsets.UTF_8))
                .head();

        assertThat(head)
                .contains("X-Content-Type-Options: nosniff", "Cache-Control: no-cache, no-store", "Pragma: no-cache")
                .contains("Expires: 0", "Content-Type: application/json\r\n", "Content-Length: ");
    }
}
