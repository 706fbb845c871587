package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node as a user starts it the first time: in a folder of his own, with nothing set. */
class HomeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ROUTE = """
            - route:
                id: mine
                description: Of the folder that Sealpost was started in
                from:
                  uri: direct:mine
                  steps:
                    - log:
                        message: called
            """;

    private static final String FAR = """
            - route:
                id: %s
                description: Calls a component of the user
                from:
                  uri: timer:once?repeatCount=1
                  steps:
                    - to:
                        uri: far:away
                    - setBody:
                        expression:
                          groovy:
                            expression: user.FarComponent.greet(body)
                    - log:
                        message: "%s got ${body}"
            """;

    // Faults 51, 52 and 55.
    @Test
    void usesTheFolderItIsStartedInAndKeepsItsDataToItself() throws Exception {
        Installation installation = Installation.fresh("home of a user", "384m")
                .quickStart()
                .unset("SEALPOST_HOME")
                .umask("000")
                .set("SEALPOST_DATA", "data");
        Path folder = installation.folder();
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), ROUTE);
        Files.writeString(folder.resolve("routes/far.camel.yaml"), FAR.formatted("far", "the file"));
        UserLibrary.write(folder.resolve("lib/user.jar"), folder.resolve("work"));
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.yaml"), "logging.structured.format.console: logstash\n");

        try (SealpostProcess node = installation.start().awaitReady(PATIENCE)) {
            assertThat(node.logged("home.used"))
                    .singleElement()
                    .asString()
                    .startsWith("{")
                    .contains(folder + "\\\" routes=2 connectors=built-in config=1");
            assertThat(node.logged("routes.loaded")).singleElement().asString().contains("files=3 refused=0");
            assertThat(openToOthers(installation.data())).isEmpty();
            node.goOnUntil(() -> !node.logged("the file got from away, hello").isEmpty());

            // A request is answered by another thread than that of the start.
            installation.api().deploy(Map.of("routes/far.camel.yaml", FAR.formatted("far", "the deployment")));
            node.goOnUntil(
                    () -> !node.logged("the deployment got from away, hello").isEmpty());
        }
    }

    /** With their rights. */
    private static Map<String, String> openToOthers(Path data) throws IOException {
        Map<String, String> open = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(data)) {
            for (Path path : paths.toList()) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                if (!rights.equals(Files.isDirectory(path) ? "rwx------" : "rw-------")) {
                    open.put(data.relativize(path).toString(), rights);
                }
            }
        }
        return open;
    }
}
