package dev.sealpost.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The console as a person sees it. Needs Debian's chromium and chromium-driver; screenshots are left in {@code target/screenshots}. */
@SpringBootTest(
        classes = ConsoleApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "spring.jmx.enabled=true")
class ConsoleInBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @LocalServerPort
    private int port;

    @Autowired
    private ConsolePassword password;

    @Test
    void showsTheCamelRoutesAfterTheLogin() throws Exception {
        Optional<Browser> started = Browser.start();
        if (started.isEmpty()) {
            System.err.println("SKIPPED: no chromium-driver is installed, so nobody looked at the console.");
        }
        assumeTrue(started.isPresent(), "chromium-driver is not installed");
        try (Browser browser = started.get()) {
            browser.open("http://127.0.0.1:" + port + "/");
            assertThat(browser.text()).containsIgnoringCase("sign in");
            browser.screenshot(SCREENSHOTS.resolve("login.png"));

            browser.type("input[name=username]", ConsoleSecurity.USER);
            browser.type("input[name=password]", password.value());
            browser.click("button[type=submit]");
            // Another page opened too early would cut the login short.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(browser.text()).doesNotContainIgnoringCase("sign in"));

            seeOn(browser, "/camel/routes?nid=root-org.apache.camel-camel-1-routes", "webhook-delivery", "routes.png");
            browser.click("tbody input[type=checkbox]");
            browser.screenshot(SCREENSHOTS.resolve("route-selected.png"));
            // Fault 53: what the server would refuse is not offered, although a route is chosen that could be stopped.
            assertThat(browser.run(
                                    "return [...document.querySelectorAll('button')]"
                                            + ".filter(b => ['Start', 'Stop'].includes(b.innerText.trim()) && !b.disabled).length")
                            .asInt())
                    .isZero();
            seeOn(
                    browser,
                    "/camel/routeDiagram?nid=root-org.apache.camel-camel-1-routes",
                    "From direct:webho",
                    "diagram.png");
            seeOn(browser, "/jmx", "java.lang", "jmx.png");
            seeOn(browser, "/runtime", "java.specification.version", "runtime.png");
            seeOn(browser, "/springboot/health", "UP", "health.png");
            assertThat(browser.text()).contains(ConsoleSecurity.USER).doesNotContain("forbidden");
        }
    }

    private void seeOn(Browser browser, String page, String words, String screenshot) throws Exception {
        browser.open("http://127.0.0.1:" + port + ConsoleSecurity.HAWTIO + page);
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(browser.text()).contains(words));
        } finally {
            browser.screenshot(SCREENSHOTS.resolve(screenshot));
        }
    }
}
