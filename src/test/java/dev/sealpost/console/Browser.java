package dev.sealpost.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chromium without a window, driven through the WebDriver protocol (https://www.w3.org/TR/webdriver2/). */
public final class Browser implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    private Browser(Process driver, int port) throws IOException {
        this.driver = driver;
        String base = "http://127.0.0.1:" + port + "/session";
        Map<String, Object> options = Map.of(
                "args", List.of("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1400,900"));
        JsonNode answer =
                send(base, Map.of("capabilities", Map.of("alwaysMatch", Map.of("goog:chromeOptions", options))));
        this.session = base + "/" + answer.path("sessionId").asText();
    }

    /** Empty where Chromium or its driver is not installed. */
    public static Optional<Browser> start() throws IOException {
        Path program = Path.of("/usr/bin/chromedriver");
        if (Files.notExists(program)) {
            return Optional.empty();
        }
        Process driver = new ProcessBuilder(program.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        try {
            return Optional.of(new Browser(driver, portOf(driver)));
        } catch (IOException | RuntimeException | Error e) {
            driver.destroy();
            throw e;
        }
    }

    private static int portOf(Process driver) throws IOException {
        BufferedReader output = driver.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher found = PORT.matcher(line);
            if (found.find()) {
                return Integer.parseInt(found.group(1));
            }
        }
        throw new AssertionError("chromedriver ended before it listened");
    }

    public void open(String url) {
        send(session + "/url", Map.of("url", url));
    }

    public void type(String css, String text) {
        send(session + "/element/" + find(css) + "/value", Map.of("text", text));
    }

    public void click(String css) {
        send(session + "/element/" + find(css) + "/click", Map.of());
    }

    /** The text a person sees on the page now. */
    public String text() {
        return run("return document.body.innerText").asText();
    }

    public JsonNode run(String script) {
        return send(session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    public void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(
                file, Base64.getDecoder().decode(get(session + "/screenshot").asText()));
    }

    private String find(String css) {
        return send(session + "/element", Map.of("using", "css selector", "value", css))
                .path(ELEMENT)
                .asText();
    }

    private JsonNode get(String url) {
        return exchange(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private JsonNode send(String url, Map<String, ?> body) {
        return exchange(HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString(json.valueToTree(body).toString()))
                .build());
    }

    private JsonNode exchange(HttpRequest request) {
        try {
            JsonNode value = json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("value");
            if (value.has("error")) {
                throw new AssertionError(
                        request.uri() + ": " + value.path("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            exchange(HttpRequest.newBuilder(URI.create(session)).DELETE().build());
        } finally {
            driver.destroy();
        }
    }
}
