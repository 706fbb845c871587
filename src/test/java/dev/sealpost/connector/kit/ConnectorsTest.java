package dev.sealpost.connector.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.egress.EgressSettings;
import dev.sealpost.egress.LoopbackClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;

/** Checks the rules and plays the conversations of all connectors. */
class ConnectorsTest {

    private static LoopbackClient loopback;

    @BeforeAll
    static void open() {
        loopback = new LoopbackClient(
                Binder.get(new StandardEnvironment()).bindOrCreate("sealpost.egress", EgressSettings.class));
    }

    @AfterAll
    static void close() throws IOException {
        loopback.close();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void isFinished(Path folder) {
        TestConnector test = new TestConnector(new GuardedVendorClient(loopback.connectors()));

        assertThat(test.test(new ConnectorFolder(folder))).isEmpty();
    }

    static Stream<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("connectors"))) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }
}
