package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.node.CommandSurroundings;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.command.TryCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command {@code try} succeeds and fails exactly when a real run does. */
@TestInstance(Lifecycle.PER_CLASS)
class TryMatchesRunTest {

    private final EventCamel app = new EventCamel();
    private VendorServer vendor;

    private Path home = Path.of(".");

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        home = folder;
        vendor = new VendorServer();
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("order.json"), "{\"price\": 1.10}");
    }

    @AfterAll
    void close() {
        vendor.close();
        app.close();
    }

    /** Returns the exit code and the output of {@code try}. */
    private String attempt(String route) throws Exception {
        Path file = home.resolve("routes/tried.camel.yaml");
        Files.writeString(file, route);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        TryCommand command = new TryCommand(new CommandSurroundings(
                Map.of(), List.of("--sealpost.home.directory=" + home, "--logging.level.root=INFO"), print, print));
        int code = new CommandLine(command)
                .execute(file.toString(), "--event", home.resolve("order.json").toString(), "--type", "order.created");
        return code + "\n" + out.toString(StandardCharsets.UTF_8);
    }

    private AttemptOutcome run(String route) throws Exception {
        app.camel.removeEndpoints("event:*");
        app.reload("routes/tried.camel.yaml", route);
        return app.attempt("tried", EventCamel.anEvent("msg_1")).outcome();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log: {message: x}",
                "setBody: {expression: {simple: {expression: 'got ${body}'}}}",
                "setBody: {expression: {simple: {expression: '\"got\"'}}}",
                "setBody: {expression: {constant: {expression: ''}}}",
                "setBody: {expression: {simple: {expression: '${null}'}}}",
                "transform: {expression: {jq: {expression: '{a: .price}'}}}",
                "transform: {expression: {jq: {expression: '{a: .price}', resultType: java.lang.String}}}",
                "unmarshal: {json: {}}",
                "setHeader: {name: Content-Type, expression: {constant: {expression: text/plain}}}\n"
                        + "        - setBody: {expression: {constant: {expression: plain}}}",
                "setHeader: {name: Content-Type, expression: {constant: {expression: nonsense}}}",
                "setHeader: {name: Content-Type, expression: {constant: {expression: 'application/json; charset=UTF-16'}}}",
                "removeHeader: {name: Content-Type}\n"
                        + "        - setBody: {expression: {constant: {expression: plain}}}",
                "setHeader: {name: SealpostEventId, expression: {simple: {expression: '${body}"
                        + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
                        + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
                        + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890'}}}",
                "to: {uri: 'VENDOR/x?httpMethod=POST'}",
                "to: {uri: 'VENDOR/x?httpMethod=POST'}\n"
                        + "        - setBody: {expression: {constant: {expression: plain}}}",
                "to: {uri: 'VENDOR/x?httpMethod=POST'}\n"
                        + "        - setHeader: {name: Content-Type, expression: {constant: {expression: text/plain}}}\n"
                        + "        - setBody: {expression: {constant: {expression: plain}}}",
                "setHeader: {name: CamelHttpPath, expression: {simple: {expression: '../${header.SealpostEventId}'}}}\n"
                        + "        - to: {uri: 'VENDOR/x?httpMethod=POST'}"
            })
    void agreesWithARun(String step) throws Exception {
        String route = """
                - route:
                    id: tried
                    from:
                      uri: event:order.*
                      steps:
                        - STEP
                        - to: {uri: event:stock.reserved}
                """.replace("STEP", step.replace("VENDOR", vendor.url()));

        AttemptOutcome ran = run(route);
        String tried = attempt(route);

        assertThat(tried.startsWith("0\n")).as(ran + "\n" + tried).isEqualTo(ran.equals(new Succeeded()));
    }

    @Test
    void requiresAnApplicationWithoutAnEvent() throws Exception {
        String tried = attempt("""
                - route:
                    id: tried
                    from:
                      uri: timer:x
                      steps:
                        - setBody: {constant: '{}'}
                        - to: {uri: event:stock.reserved}
                """);

        assertThat(tried).startsWith("1\n").contains("needs an application");
    }
}
