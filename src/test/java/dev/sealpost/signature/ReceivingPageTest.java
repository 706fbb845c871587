package dev.sealpost.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.port.FreePorts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The receiver in Java of docs/receiving.md, compiled and run as printed. {@code .ci/long} runs those in other languages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceivingPageTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String ID = "msg_1";
    private static final String BODY = "{\"order\": 1.10}";

    private final SigningSecret secret = SigningSecret.generate();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePorts.next();
    private Process receiver;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("Receiver.java"), program());
        String classPath = System.getProperty("java.class.path");
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString());
        assertThat(errors).isZero();
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder + System.getProperty("path.separator") + classPath,
                        "Receiver")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("receiver.log").toFile());
        java.environment().put("WEBHOOK_SECRET", secret.reveal());
        java.environment().put("PORT", Integer.toString(port));
        receiver = java.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::isListening);
    }

    @AfterAll
    void stop() {
        receiver.destroyForcibly();
        client.close();
    }

    @Test
    void acceptsWhatSealpostSigned() throws Exception {
        assertThat(post(BODY, Instant.now(), sign(BODY, Instant.now()))).isEqualTo(204);
    }

    @Test
    void acceptsOneRightSignatureOfSeveral() throws Exception {
        String other = StandardWebhooks.sign(
                SigningSecret.generate(), ID, Instant.now().getEpochSecond(), BODY.getBytes(StandardCharsets.UTF_8));
        assertThat(post(BODY, Instant.now(), other + " " + sign(BODY, Instant.now())))
                .isEqualTo(204);
    }

    @Test
    void refusesAnotherBody() throws Exception {
        assertThat(post(BODY.replace("1.10", "1.1"), Instant.now(), sign(BODY, Instant.now())))
                .isEqualTo(400);
    }

    @Test
    void refusesAnOldRequest() throws Exception {
        Instant old = Instant.now().minus(Duration.ofMinutes(6));
        assertThat(post(BODY, old, sign(BODY, old))).isEqualTo(400);
    }

    @Test
    void namesTheHeadersThatAreSent() throws IOException {
        assertThat(page())
                .contains(
                        StandardWebhooks.ID_HEADER + ":",
                        StandardWebhooks.TIMESTAMP_HEADER + ":",
                        StandardWebhooks.SIGNATURE_HEADER + ":");
    }

    @Test
    void hasAReceiverInEachLanguage() throws IOException {
        List<String> fences = Stream.of(page().split("\n"))
                .filter(line -> line.matches("```[a-z]+"))
                .map(line -> line.substring(3))
                .toList();
        assertThat(fences).containsExactly("java", "javascript", "python", "go", "php", "ruby", "csharp");
    }

    private String sign(String body, Instant at) {
        return StandardWebhooks.sign(secret, ID, at.getEpochSecond(), body.getBytes(StandardCharsets.UTF_8));
    }

    private int post(String body, Instant at, String signature) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks"))
                .header(StandardWebhooks.ID_HEADER, ID)
                .header(StandardWebhooks.TIMESTAMP_HEADER, Long.toString(at.getEpochSecond()))
                .header(StandardWebhooks.SIGNATURE_HEADER, signature)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private boolean isListening() throws IOException, InterruptedException {
        assertThat(receiver.isAlive()).as("the receiver runs").isTrue();
        try {
            post("", Instant.EPOCH, "v1,");
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    private static String program() throws IOException {
        Matcher block = JAVA.matcher(page());
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/receiving.md"));
    }
}
