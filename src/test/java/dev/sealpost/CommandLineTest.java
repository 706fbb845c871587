package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.scenario.TestJvm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user runs them: as a process of their own, with a receiver that would notice a call. */
class CommandLineTest {

    private static final String ROUTE = """
            - route:
                id: orders-to-stock
                from:
                  uri: event:order.created
                  steps:
                    - transform:
                        id: shape
                        expression:
                          jq:
                            expression: '{sku: .sku}'
                            resultType: java.lang.String
                    - to:
                        id: ask
                        uri: http://127.0.0.1:PORT/stock
                    - setBody:
                        id: row
                        expression:
                          constant:
                            expression: INSERT INTO stock VALUES (1)
                    - to:
                        id: write
                        uri: jdbc:shop
                    - to:
                        id: keep
                        uri: file:HOME/out
                    - setBody:
                        id: report
                        expression:
                          constant:
                            expression: '{}'
                    - to:
                        id: tell
                        uri: event:stock.reserved
            """;

    private Path home = Path.of(".");

    @BeforeEach
    void makeHome(@TempDir Path folder) throws Exception {
        home = folder;
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("order.json"), "{\"sku\": \"bolt\", \"price\": 1.10}");
    }

    private String write(String name, String text) throws Exception {
        Path file = home.resolve("routes").resolve(name);
        Files.writeString(file, text.replace("HOME", home.toString()));
        return file.toString();
    }

    private record Ended(int code, List<String> lines) {}

    private Ended run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--sealpost.home.directory=" + home);
        all.add("--sealpost.home.data=" + home.resolve("data"));
        all.add("--sealpost.data-sources.shop.url=jdbc:sqlite:" + home.resolve("shop.db"));
        Path log = home.resolve("output");
        try (TestJvm process = TestJvm.start(SealpostApplication.class, "256m", log, all.toArray(String[]::new))) {
            int code = process.end(Duration.ofSeconds(60));
            return new Ended(code, Files.readAllLines(log));
        }
    }

    @Test
    void triesARouteAndCallsNobody() throws Exception {
        try (ServerSocket receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(receiver.getLocalPort());
            String route = write("orders-to-stock.camel.yaml", ROUTE.replace("PORT", port));

            Ended ended =
                    run("try", route, "--event", home.resolve("order.json").toString());

            assertThat(ended.code()).as(ended.lines().toString()).isZero();
            assertThat(withoutOurHeaders(ended.lines()))
                    .endsWith("""
                    orders-to-stock consumes order.created
                      step shape of orders-to-stock at line 6
                            {
                              "sku" : "bolt"
                            }
                      step ask of orders-to-stock at line 12
                          would call http://127.0.0.1:PORT/stock with
                            Content-Type: application/json
                            {
                              "sku" : "bolt"
                            }
                          continues with
                            {}
                      step row of orders-to-stock at line 15
                            INSERT INTO stock VALUES (1)
                      step write of orders-to-stock at line 20
                          would call jdbc://shop with
                            Content-Type: application/json
                            INSERT INTO stock VALUES (1)
                      step keep of orders-to-stock at line 23
                          would call file://HOME/out with
                            Content-Type: application/json
                            INSERT INTO stock VALUES (1)
                      step report of orders-to-stock at line 26
                            {}
                      step tell of orders-to-stock at line 31
                          would call event://stock.reserved with
                            Content-Type: application/json
                            {}
                    The route succeeds. No call was made.""".replace("PORT", port).replace("HOME", home.toString()));
            receiver.setSoTimeout(1);
            assertThatThrownBy(receiver::accept).isInstanceOf(SocketTimeoutException.class);
            assertThat(home).isDirectoryNotContaining("regex:.*(out|data|shop[.]db)");
        }
    }

    /** Of the headers with the event, which have the time in them. */
    private static String withoutOurHeaders(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.strip().startsWith("Sealpost"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void checksAndSaysByItsCodeThatAFileIsWrong() throws Exception {
        write(
                "bad.camel.yaml",
                ROUTE.replace("PORT", "1").replace("orders-to-stock", "bad").replace("to:", "too:"));

        Ended wrong = run("check", home.resolve("routes").toString());

        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.lines()).last().asString().endsWith(" in 1 file");
        assertThat(wrong.lines())
                .anyMatch(line -> line.contains("bad.camel.yaml:12:11: too is not allowed here; write to"));
    }
}
