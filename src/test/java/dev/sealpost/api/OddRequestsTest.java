package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.signature.Hmacs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Requests whose methods, headers, types and lengths are odd: each is answered in the one shape, and none fails here. */
class OddRequestsTest extends ApiTestBase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OURS = Pattern.compile(
            "(?i)jackson|spring|tomcat|exception|StreamRead|JsonNode|\\bcom\\.\\w|\\bjava\\.|\\borg\\.|dev\\.sealpost|\\bSQL");

    private final List<String> faults = new ArrayList<>();

    private void check(String requestLine, String headers, byte[] body) {
        String what = requestLine + " | " + headers.replace("\r\n", " | ");
        what = what.substring(0, Math.min(what.length(), 250));
        String request = requestLine + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n";
        String answer = RawClient.exchange(port, request, body);
        if (answer.length() < 12) {
            faults.add(what + " -> no answer: " + answer);
            return;
        }
        int status = Integer.parseInt(answer.substring(9, 12));
        int end = answer.indexOf("\r\n\r\n");
        String content = end < 0 ? "" : answer.substring(end + 4);
        boolean isHead = requestLine.startsWith("HEAD");
        if (status >= 500 && status != 501) {
            faults.add(what + " -> " + status + " " + content);
        } else if (status >= 400 && !isHead && !isProblem(content)) {
            faults.add(what + " -> " + status + " not the shape of an error: " + answer);
        } else if (OURS.matcher(content).find()) {
            faults.add(what + " -> " + status + " names a part of ours: " + content);
        }
    }

    private static boolean isProblem(String content) {
        try {
            int from = content.indexOf('{');
            JsonNode problem = JSON.readTree(from < 0 ? "" : content.substring(from, content.lastIndexOf('}') + 1));
            return problem.path("code").isTextual() && problem.has("detail");
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private String token() {
        return "Authorization: Bearer " + data.secret("api-token") + "\r\n";
    }

    private static String length(byte[] body) {
        return "Content-Length: " + body.length + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void areAnsweredWhateverTheMethod() {
        byte[] body = bytes("{}");
        List<String> paths = List.of(
                "/",
                "/api",
                "/api/",
                "/api/v1",
                "/api/v1/",
                "/api/v2/app",
                "/api/v1/app",
                "/api/v1/app/",
                "/api/v1//app",
                "//api/v1/app",
                "/api/v1/app//",
                "/api/v1/app;a=b",
                "/api/v1/app/%2e%2e",
                "/api/v1/./app",
                "/api/v1/app/../app",
                "/api/v1/app%2f",
                "/api/v1/app\\x",
                "/api/v1/app%5cx",
                "/API/V1/APP",
                "/api/v1/health",
                "/api/v1/health/x",
                "/api/v1/app/" + app,
                "/api/v1/app/" + app + "/",
                "/api/v1/app/" + app + "/msg",
                "/api/v1/app/" + app + "/msg/x/attempt/y",
                "/api/v1/app/" + app + "/endpoint/x/stats",
                "/api/v1/backup",
                "/api/v1/parked/x",
                "/api/v1/intake",
                "/in",
                "/in/",
                "/in/github",
                "/in/github/",
                "/in/github/x",
                "/in//github",
                "/in/github;x",
                "/in/nobody",
                "/in/%00",
                "/in/%F0%9F%98%80",
                "/in/" + "x".repeat(300),
                "/error",
                "*",
                "http://a/api/v1/app",
                "http://[::1]/api/v1/app",
                "/api/v1/app?" + "a=".repeat(2_000),
                "/api/v1/app#x",
                "/api/v1/app?%",
                "/api/v1/app?limit=%00");
        for (String path : paths) {
            for (String method : List.of(
                    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "FOO",
                    "QUERY")) {
                boolean isBackup = path.endsWith("/backup") && method.equals("POST");
                if (!isBackup) {
                    check(method + " " + path, token() + "Content-Type: application/json\r\n" + length(body), body);
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void areAnsweredWhateverTheHeaders() {
        byte[] body = bytes("{\"eventType\":\"a\",\"payload\":{},\"name\":\"x\"}");
        List<String> headers = List.of(
                "Accept: text/html",
                "Accept: ;;;",
                "Accept: */*;q=x",
                "Accept: application/xml",
                "Accept-Encoding: gzip, br;q=2",
                "Accept-Language: x-" + "y".repeat(500),
                "Accept-Charset: nonsense",
                "Range: bytes=0-1",
                "Range: bytes=9-1,x",
                "If-None-Match: x",
                "If-Modified-Since: x",
                "If-Match: *",
                "Expect: nonsense",
                "Expect: 100-continue",
                "Upgrade: websocket",
                "X-HTTP-Method-Override: DELETE",
                "X-Forwarded-For: x\"y",
                "X-Forwarded-Host: a b",
                "X-Forwarded-Port: 99999999",
                "X-Forwarded-Proto: javascript",
                "X-Forwarded-Prefix: //x",
                "Forwarded: for=\"_x;;;",
                "Origin: null",
                "Origin: x y",
                "Cookie: JSESSIONID=../../x; =;;\"",
                "Content-Encoding: gzip",
                "Content-Encoding: identity",
                "Content-Encoding: ",
                "Content-Encoding: gzip, gzip",
                "Content-Language: \"",
                "Content-Disposition: form-data; filename=\"\\\"",
                "Idempotency-Key: ",
                "Idempotency-Key: " + "k".repeat(257),
                "Idempotency-Key: a\r\nIdempotency-Key: b",
                "Idempotency-Key: auto_",
                "Idempotency-Key: \"",
                "traceparent: x",
                "traceparent: 00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01",
                "tracestate: =",
                "Authorization: Basic eDp5",
                "Authorization: Bearer",
                "Authorization: ",
                "Content-Type: application/json",
                "Content-Type: ",
                "Content-Type: x",
                "Content-Type: ;",
                "Content-Type: application/json; charset=nonsense",
                "Content-Type: application/json; charset=UTF-16",
                "Content-Type: application/json; charset=\"utf-8\"",
                "Content-Type: application/json; charset=",
                "Content-Type: application/json; charset=%00",
                "Content-Type: application/json; q=\"",
                "Content-Type: application/json, text/plain",
                "Content-Type: */*",
                "Content-Type: application/*",
                "Content-Type: application/*+json",
                "Content-Type: multipart/form-data",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: application/cloudevents+json",
                "Content-Type: application/cloudevents+xml",
                "Content-Type: application/cloudevents-batch+json",
                "ce-specversion: 1.0",
                "ce-specversion: 0.3\r\nce-id: 1\r\nce-source: s\r\nce-type: t",
                "ce-specversion: 1.0\r\nce-id: %00\r\nce-source: /s\r\nce-type: t",
                "ce-specversion: 1.0\r\nce-id: %ED%A0%80\r\nce-source: /s\r\nce-type: t",
                "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: %00\r\nce-type: t",
                "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t%00",
                "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\nce-time: +999999999-01-01T00:00:00Z",
                "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\nce-subject: %00",
                "ce-specversion: 1.0\r\nce-id: " + "i".repeat(3_000) + "\r\nce-source: /s\r\nce-type: t",
                "ce-: x",
                "ce-id",
                "sealpost-application: x");
        for (String header : headers) {
            for (String line : List.of(
                    "GET /api/v1/app",
                    "POST /api/v1/app/" + app + "/msg",
                    "POST /api/v1/app",
                    "POST /in/github",
                    "POST /in/nobody",
                    "OPTIONS /in/github",
                    "GET /api/v1/health")) {
                String first = header.startsWith("Authorization") ? "" : token();
                String type = header.startsWith("Content-Type") ? "" : "Content-Type: application/json\r\n";
                check(line, first + type + header + "\r\n" + length(body), body);
                check(line, first + "Content-Type: text/plain\r\n" + header + "\r\n" + length(body), body);
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void areAnsweredWhateverTheLength() {
        byte[] body = bytes("{\"eventType\":\"a\",\"payload\":{}}");
        for (String line : List.of("POST /api/v1/app/" + app + "/msg", "POST /in/github", "GET /api/v1/app")) {
            for (String framing : List.of(
                    "Content-Length: -1\r\n",
                    "Content-Length: x\r\n",
                    "Content-Length: 99999999999999999999\r\n",
                    "Content-Length: 9223372036854775807\r\n",
                    "Content-Length: 2147483648\r\n",
                    "Content-Length: 5\r\nContent-Length: 6\r\n",
                    "Content-Length: 1000\r\n",
                    "Content-Length: 0\r\n",
                    "",
                    "Transfer-Encoding: chunked\r\n",
                    "Transfer-Encoding: gzip, chunked\r\n",
                    "Transfer-Encoding: x\r\n",
                    "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n")) {
                check(line, token() + "Content-Type: application/json\r\n" + framing, body);
            }
            for (String chunks : List.of(
                    "zz\r\n",
                    "-1\r\n",
                    "ffffffffffffffffff\r\n",
                    "5\r\nab",
                    "1;x=y\r\n{\r\n0\r\nTrailer: x\r\n\r\n",
                    "0\r\n\r\n")) {
                check(
                        line,
                        token() + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n",
                        bytes(chunks));
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void areAnsweredWhateverTheBodyOfAWebhook() {
        List<String> types = List.of(
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=UTF-16",
                "application/x-www-form-urlencoded; charset=nonsense",
                "application/json",
                "application/json; charset=utf-16",
                "multipart/form-data; boundary=b",
                "text/plain");
        List<String> bodies = List.of(
                "",
                "payload=",
                "payload={",
                "payload=%7B%7D",
                "payload=%7B%7D&payload=1",
                "payload=%",
                "payload=%00",
                "payload=%ED%A0%80",
                "payload=%FF",
                "=",
                "&&&",
                "a[b]=c",
                "{}",
                "{\"a\":",
                "[1",
                "nul",
                "\"\\ud800\"",
                "{\"\\u0000\":\"\\u0000\"}",
                "[".repeat(5_000),
                "a=1&".repeat(10_050));
        for (String source : List.of("github", "square", "meta", "late")) {
            for (String type : types) {
                for (String body : bodies) {
                    byte[] raw = bytes(body);
                    check(
                            "POST /in/" + source,
                            "Content-Type: " + type + "\r\nX-Hub-Signature-256: sha256="
                                    + Hmacs.hex(SOURCE_SECRET, body)
                                    + "\r\nX-GitHub-Event: a%00 b\r\nX-GitHub-Delivery: \"x\"\r\n" + length(raw),
                            raw);
                }
            }
        }
        for (String query : List.of(
                "",
                "?hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=%0d%0aX:%20y",
                "?hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=%00",
                "?hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=" + "c".repeat(6_000),
                "?hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=%3Cscript%3E",
                "?hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=%zz",
                "?hub.mode=subscribe&hub.verify_token=%FF&hub.challenge=1",
                "?hub.mode=x&hub.mode=subscribe",
                "?%")) {
            check("GET /in/meta" + query, "", new byte[0]);
        }
        for (String origin : List.of(
                "eventemitter.example.com",
                "*",
                "",
                "a b",
                "https://x/y?z",
                "x".repeat(300),
                "null",
                "a\"b",
                "[::1]",
                "a,b")) {
            check(
                    "OPTIONS /in/github",
                    "WebHook-Request-Origin: " + origin + "\r\nWebHook-Request-Rate: 1e3\r\n",
                    new byte[0]);
            check(
                    "OPTIONS /in/github",
                    "WebHook-Request-Origin: a\r\nWebHook-Request-Origin: b\r\nWebHook-Request-Callback: " + origin
                            + "\r\n",
                    new byte[0]);
        }

        assertThat(faults).isEmpty();
    }
}
