package dev.sealpost.api.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sealpost.api.ApiTestBase;
import dev.sealpost.console.Browser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page of the API as a person sees it. Needs Debian's chromium and chromium-driver; leaves screenshots. */
class ApiPageInBrowserTest extends ApiTestBase {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @Test
    void showsTheOperationsAndCallsThem() throws Exception {
        Optional<Browser> started = Browser.start();
        if (started.isEmpty()) {
            System.err.println("SKIPPED: no chromium-driver is installed, so nobody looked at the page of the API.");
        }
        assumeTrue(started.isPresent(), "chromium-driver is not installed");
        try (Browser browser = started.get()) {
            browser.open("http://127.0.0.1:" + port + "/api/docs/");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(browser.text()).contains("Create an endpoint"));
            browser.screenshot(SCREENSHOTS.resolve("api.png"));

            browser.type("#token", data.secret("api-token"));
            browser.click("[id='endpoint.create'] summary");
            browser.type("[id='endpoint.create'] [data-name=app]", app);
            browser.click("[id='endpoint.create'] button");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(browser.text()).contains("201"));
            browser.screenshot(SCREENSHOTS.resolve("api-called.png"));
        }

        assertThat(api.get("/app/" + app + "/endpoint").json().path("data")).hasSize(1);
    }
}
