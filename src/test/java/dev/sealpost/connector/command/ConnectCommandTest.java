package dev.sealpost.connector.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.credential.TokenServer;
import dev.sealpost.database.Databases;
import dev.sealpost.node.CommandSurroundings;
import dev.sealpost.node.RandomSecret;
import dev.sealpost.port.FreePorts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConnectCommandTest {

    private static final Pattern STATE = Pattern.compile("&state=([\\w-]+)");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @TempDir
    private Path home = Path.of("set by JUnit");

    private TokenServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TokenServer();
        server.answers(200, "{\"access_token\":\"access-1\",\"refresh_token\":\"refresh-1\"}");
        Files.createDirectories(home.resolve("config"));
        Files.createDirectories(home.resolve("data"));
        Files.writeString(
                home.resolve("config/credentials.yaml"),
                "hub:\n  kind: oauth2-authorization-code\n  authorizationUrl: https://vendor.example/authorize\n  tokenUrl: "
                        + server.url() + "\n  clientId: id\n  clientSecret: client-secret-1\n");
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** Leaves what a node leaves. */
    private void startNodeOnce() throws Exception {
        Files.writeString(home.resolve("data/encryption-key"), RandomSecret.next());
        Databases.sqlite(home.resolve("data/sealpost.db"));
    }

    private int run(InputStream in, String... arguments) {
        return new CommandLine(new ConnectCommand(
                        new CommandSurroundings(
                                Map.of(),
                                List.of(
                                        "--sealpost.home.directory=" + home,
                                        "--sealpost.home.data=" + home.resolve("data"),
                                        "--sealpost.egress.allow=127.0.0.0/8",
                                        "--logging.level.root=INFO"), // other tests in this JVM need their logs
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(error, true, StandardCharsets.UTF_8)),
                        in))
                .execute(arguments);
    }

    private String state() {
        Awaitility.await()
                .until(() -> STATE.matcher(out.toString(StandardCharsets.UTF_8)).find()
                        && out.toString(StandardCharsets.UTF_8).contains("…"));
        Matcher state = STATE.matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(state.find()).isTrue();
        return state.group(1);
    }

    private Path kept() {
        return home.resolve("data/connected-accounts/hub");
    }

    @Test
    void keepsTheTokenAfterTheBrowserHasReturned() throws Exception {
        startNodeOnce();
        int port = FreePorts.next();

        try (var commands = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient browser = HttpClient.newHttpClient()) {
            Future<Integer> code = commands.submit(() -> run(InputStream.nullInputStream(), "hub", "--port=" + port));
            URI callback = URI.create("http://127.0.0.1:" + port + "/callback?code=c&state=" + state());
            assertThat(browser.send(HttpRequest.newBuilder(callback).build(), BodyHandlers.ofString())
                            .body())
                    .contains("you can close this page");
            assertThat(code.get()).as(error.toString(StandardCharsets.UTF_8)).isZero();
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("Connected hub.\n");
        assertThat(kept()).isNotEmptyFile().content(StandardCharsets.ISO_8859_1).doesNotContain("refresh-1");
    }

    @Test
    void takesAPastedUrl() throws Exception {
        startNodeOnce();

        try (var commands = Executors.newVirtualThreadPerTaskExecutor();
                PipedOutputStream keyboard = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(keyboard)) {
            Future<Integer> code = commands.submit(() -> run(in, "hub", "--paste"));
            String url = "http://127.0.0.1:8976/callback?state=" + state() + "&code=c#_=_\n";
            keyboard.write(url.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            assertThat(code.get()).as(error.toString(StandardCharsets.UTF_8)).isZero();
        }

        assertThat(kept()).isNotEmptyFile().content(StandardCharsets.ISO_8859_1).doesNotContain("refresh-1");
    }

    @Test
    void connectsNothingByAWrongUrl() throws Exception {
        startNodeOnce();

        int code = run(
                new ByteArrayInputStream(
                        "http://127.0.0.1:8976/callback?state=x&code=c\n".getBytes(StandardCharsets.UTF_8)),
                "hub",
                "--paste");

        assertThat(code).isEqualTo(CommandSurroundings.FAILED);
        assertThat(error.toString(StandardCharsets.UTF_8))
                .startsWith("Not connected: the browser returned from another");
        assertThat(kept()).doesNotExist();
    }

    @Test
    void asksForANodeBeforeTheBrowser() {
        assertThat(run(InputStream.nullInputStream(), "hub", "--paste")).isEqualTo(CommandSurroundings.USAGE_ERROR);
        assertThat(error.toString(StandardCharsets.UTF_8)).contains("Start the node once");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
