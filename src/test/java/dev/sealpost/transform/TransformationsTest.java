package dev.sealpost.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.application.ApplicationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Customers' code, well-meant and hostile. */
@Timeout(60)
class TransformationsTest {

    private static final Transformations TRANSFORMATIONS =
            new Transformations(new TransformSettings(Duration.ofSeconds(2), DataSize.ofMegabytes(16), 1));

    private static final ApplicationId ACME = new ApplicationId("app_acme");

    private static TransformedRequest run(String code, String payload, String type) {
        return TRANSFORMATIONS.transform(
                ACME,
                code,
                new WebhookRequest(
                        "https://example.com/in",
                        "order.created",
                        Map.of("X-Tenant", "42"),
                        payload.getBytes(StandardCharsets.UTF_8),
                        type));
    }

    private static TransformedRequest run(String code) {
        return run(code, "{\"id\":\"o-1\",\"total\":12.5}", "application/json");
    }

    private static String payload(TransformedRequest request) {
        return new String(request.payload(), StandardCharsets.UTF_8);
    }

    @Test
    void changesAllPartsOfTheRequest() {
        TransformedRequest changed = run("""
                function handler(webhook) {
                  webhook.method = "PUT";
                  webhook.url = webhook.url + "/" + webhook.payload.id;
                  webhook.headers["X-Kind"] = webhook.eventType;
                  webhook.payload = { text: "Total “" + webhook.payload.total + "”" };
                  return webhook;
                }
                """);

        assertThat(changed.method()).isEqualTo("PUT");
        assertThat(changed.url().value()).isEqualTo("https://example.com/in/o-1");
        assertThat(changed.headers().values()).isEqualTo(Map.of("X-Tenant", "42", "X-Kind", "order.created"));
        assertThat(payload(changed)).isEqualTo("{\"text\":\"Total “12.5”\"}");
        assertThat(changed.canceled()).isFalse();
    }

    @Test
    void givesAPayloadThatIsNoJsonAsAString() {
        TransformedRequest changed =
                run("const handler = w => { w.payload = w.payload.toUpperCase(); return w; };", "a,b", "text/csv");

        assertThat(payload(changed)).isEqualTo("A,B");
    }

    @Test
    void mayCancel() {
        assertThat(run("function handler(webhook) { webhook.cancel = true; return webhook; }")
                        .canceled())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            function handler(w) { return w +* 3; }            | line 1, column 32: SyntaxError
            const x = 1;                                       | has no function handler
            function handler(w) { return w.a.b.c; }            | line 1, column 34: TypeError
            function handler(w) { throw 'no' }                 | no
            function handler(w) { }                            | return webhook
            async function handler(w) { return w; }            | must not be async
            function handler(w) { w.method='GET'; return w; }  | POST, PUT or PATCH
            function handler(w) { w.url='file:///x'; return w }| webhook.url
            function handler(w) { w.url='http://a@b/'; return w }| webhook.url
            function handler(w) { w.headers={Host:'x'}; return w }| webhook.headers
            function handler(w) { w.headers={'webhook-id':'x'}; return w }| webhook.headers
            function handler(w) { w.headers={a:'x\\r\\ny: z'}; return w }| webhook.headers
            function handler(w) { w.headers={a:1}; return w }  | webhook.headers
            function handler(w) { w.payload=undefined; return w }| webhook.payload
            function handler(w) { w.payload='y'.repeat(300000); return w }| 256 KiB
            """)
    void saysWhatIsWrong(String code, String reason) {
        assertThatThrownBy(() -> run(code))
                .isInstanceOf(TransformationException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (;;);",
                "function handler(w) { for (;;) { try { for (;;); } catch (e) {} } }",
                "function handler(w) { /^(a+)+$/.test('a'.repeat(60) + 'b'); }",
                "function handler(w) { return new Promise(r => { for (;;); }); }",
                "function handler(w) { w.toJSON = function () { for (;;); }; w.headers = w; return w; }",
            })
    void endsCodeThatDoesNotEnd(String code) {
        assertThatThrownBy(() -> run(code))
                .isInstanceOf(TransformationException.class)
                .hasMessageContaining("longer than 2000 ms");
        // The only place is free again.
        assertThat(payload(run("function handler(w) { return w; }"))).contains("o-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function handler(w) { const a = []; for (;;) a.push(new Array(10000).fill('x' + a.length)); }",
                "function handler(w) { let s = 'x'; for (;;) s += s; }",
                "function handler(w) { return 'x'.repeat(1 << 29); }",
                "function handler(w) { return handler(w); }",
                "function handler(w) { return JSON.parse('['.repeat(1000000)); }",
                "function handler(w) { w.payload = 'y'.repeat(5000000); return w; }",
                "function handler(w) { return new ArrayBuffer(1 << 30); }",
            })
    void refusesMoreMemoryAndStackThanThereIs(String code) {
        assertThatThrownBy(() -> run(code)).isInstanceOf(TransformationException.class);
        assertThat(payload(run("function handler(w) { return w; }"))).contains("o-1");
    }

    @Test
    void reachesNothingOfTheHost() {
        TransformedRequest changed = run("""
                function handler(w) {
                  const names = ["Java", "require", "process", "std", "os", "java_invoke", "sealpost", "quickjs4j_engine", "Javy",
                    "plugin", "fetch", "setTimeout"];
                  w.payload = names.filter(name => typeof globalThis[name] !== "undefined");
                  console.log("x".repeat(1000000));
                  return w;
                }
                """);

        assertThat(payload(changed)).isEqualTo("[]");
    }

    @Test
    void letsNoApplicationHoldTheOthersUp() throws Exception {
        Transformations two =
                new Transformations(new TransformSettings(Duration.ofSeconds(2), DataSize.ofMegabytes(16), 2));
        two.check(ACME, "function handler() {}");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> endless = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                endless.add(callers.submit(() -> assertThatThrownBy(() -> two.check(ACME, "for (;;);"))
                        .isInstanceOf(TransformationException.class)));
            }

            for (int i = 0; i < 10; i++) {
                two.check(new ApplicationId("app_other"), "function handler() {}");
            }

            assertThat(endless).anyMatch(run -> !run.isDone());
            for (Future<?> run : endless) {
                run.get();
            }
        }
    }

    @Test
    void leavesNothingForTheNextRun() {
        run("""
                Object.prototype.url = "https://evil.example/";
                Array.prototype.map = null;
                globalThis.seen = 1;
                JSON.stringify = () => "{}";
                function handler(w) { return w; }
                """);

        TransformedRequest next = run("""
                function handler(w) {
                  w.payload = [typeof seen, typeof ({}).url, typeof [].map];
                  return w;
                }
                """);
        assertThat(payload(next)).isEqualTo("[\"undefined\",\"undefined\",\"function\"]");
    }

    @Test
    void takesPayloadsOf256KiB() {
        String payload = "{\"x\":\"" + "1".repeat(Transformations.LARGEST - 8) + "\"}";

        assertThat(payload(run("function handler(w) { return w; }", payload, "application/json")))
                .isEqualTo(payload);
        assertThatThrownBy(() -> run("function handler(w) { return w; }", payload + " ", "application/json"))
                .hasMessageContaining("256 KiB");
    }

    @Test
    void checksCodeWithoutRunningItsHandler() {
        TRANSFORMATIONS.check(ACME, "function handler(w) { for (;;); }");
        assertThatThrownBy(() -> TRANSFORMATIONS.check(ACME, "function handler(w) {\n  return w;"))
                .isInstanceOf(TransformationException.class)
                .hasMessageContaining("SyntaxError");
    }
}
