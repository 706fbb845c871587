package dev.sealpost.route.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Fault 27: a failed run of a route that does not start with an event logs one line. */
@ExtendWith(OutputCaptureExtension.class)
class ReportFailuresTest {

    @AutoClose
    private final EventCamel app = new EventCamel();

    private Path folder = Path.of(".");

    /** Sets the log levels of config/application.yaml. */
    @BeforeAll
    static void levels() throws Exception {
        Matcher levels = Pattern.compile("(?m)^    (org\\.(?:apache\\.camel|quartz)[A-Za-z0-9.]*): \"?([A-Z]+)\"?$")
                .matcher(Files.readString(Path.of("config/application.yaml")));
        while (levels.find()) {
            ((Logger) LoggerFactory.getLogger(levels.group(1))).setLevel(Level.valueOf(levels.group(2)));
        }
    }

    @BeforeEach
    void drop(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Files.writeString(folder.resolve("a.csv"), "a,b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:FOLDER?moveFailed=failed&initialDelay=0",
                "timer:once?repeatCount=1&delay=0",
                "scheduler:once?repeatCount=1&initialDelay=0",
                "quartz:once?trigger.repeatCount=0&trigger.repeatInterval=1",
                "seda:queue"
            })
    void logsAFailedRunOnce(String from, CapturedOutput output) throws Exception {
        String file = """
                - route:
                    id: failing
                    from:
                      uri: '%s'
                      steps:
                        - to: direct:inner
                - route:
                    id: inner
                    from:
                      uri: direct:inner
                      steps:
                        - throwException: {id: fails, exceptionType: java.lang.IllegalStateException, message: 'no such\\nrow'}
                """.formatted(from.replace("FOLDER", folder.toString()));
        app.load("routes/failing.camel.yaml", file);
        if (from.startsWith("seda")) {
            app.camel.createProducerTemplate().sendBody(from, "x");
        }

        await().until(() -> output.getAll().contains("route.failed"));
        app.camel.stop();

        assertThat(output.getAll().lines().filter(line -> line.contains("no such")))
                .singleElement()
                .asString()
                .contains("route.failed routeId=failing step=fails@routes/failing.camel.yaml:")
                .contains("reason=\"IllegalStateException: no such");
        assertThat(output.getAll().lines().filter(line -> line.startsWith("\tat ")))
                .isEmpty();
    }
}
