package dev.sealpost.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.BrokerSettings;
import dev.sealpost.broker.Brokers;
import dev.sealpost.node.DataDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class StartPageTest {

    private static final String BASE = "http://localhost:8080";

    @Test
    void printsThreeLinesToCopyAtTheFirstStart(@TempDir Path folder) {
        try (DataDirectory data = DataDirectory.open(folder)) {
            String page = pageOf(data, 61616);

            assertThat(page.lines().filter(line -> line.startsWith("curl "))).hasSize(3);
            assertThat(page)
                    .contains("/api/v1/app", "/actuator/hawtio", "tcp://127.0.0.1:61616", "amqp://127.0.0.1:5672")
                    .contains("$(cat '" + folder.resolve("api-token") + "')");
        }
    }

    @Test
    void printsOneLineAtLaterStarts(@TempDir Path folder) {
        try (DataDirectory data = DataDirectory.open(folder)) {
            pageOf(data, 61616);

            assertThat(pageOf(data, 61616).lines()).hasSize(1);
        }
    }

    @Test
    void showsNoSecret(@TempDir Path folder) {
        try (DataDirectory data = DataDirectory.open(folder)) {
            String token = data.secret("api-token");

            assertThat(pageOf(data, 61616))
                    .doesNotContain(token, ConsolePassword.in(data).value());
        }
    }

    @Test
    void leavesOutAPortThatIsSwitchedOff(@TempDir Path folder) {
        try (DataDirectory data = DataDirectory.open(folder)) {
            assertThat(pageOf(data, 0)).doesNotContain("tcp://").contains("amqp://");
        }
    }

    private static String pageOf(DataDirectory data, int corePort) {
        BrokerSettings broker = Brokers.settings("core-port=" + corePort);
        return new StartPage(new MockEnvironment(), broker, data, ConsolePassword.in(data)).text(BASE);
    }
}
