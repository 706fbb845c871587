package dev.sealpost.route.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.node.CommandSurroundings;
import dev.sealpost.route.ExampleHome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each folder of {@code routes/examples}, installed as its README says, and nothing else. */
class ExampleFoldersTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    static List<Path> examples() throws IOException {
        return ExampleHome.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void checkFindsNoProblem(Path example, @TempDir Path folder) throws Exception {
        List<String> settings = install(example, folder);

        int code = new CommandLine(new CheckCommand(new CommandSurroundings(Map.of(), settings, out, out))).execute();

        assertThat(code).as(printed()).isZero();
        assertThat(printed()).contains("No problems: ");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void tryRunsTheRouteOnTheExampleEvent(Path example, @TempDir Path folder) throws Exception {
        List<String> settings = install(example, folder);

        for (Path event : ExampleHome.files(example, ".json")) {
            String type = name(event).replaceFirst("\\.json$", "");
            for (Path route : ExampleHome.files(example, ".camel.yaml")) {
                if (Files.readString(route).contains("uri: event:" + type + "\n      ")) {
                    int code = new CommandLine(new TryCommand(new CommandSurroundings(Map.of(), settings, out, out)))
                            .execute(
                                    folder.resolve("routes")
                                            .resolve(name(route))
                                            .toString(),
                                    "--event",
                                    event.toString());
                    assertThat(code).as("%s: %s", route, printed()).isZero();
                }
            }
        }
        assertThat(printed()).doesNotContain("fails");
    }

    private static List<String> install(Path example, Path folder) throws IOException {
        ExampleHome home = new ExampleHome(folder).install(example);
        List<String> settings = new ArrayList<>(
                home.settings(Map.of("WAREHOUSE_URL", home.database(example), "ERP_BROKER_URL", "amqp://127.0.0.1:1")));
        settings.add("--sealpost.home.data=" + folder.resolve("data"));
        settings.add("--logging.level.root=INFO"); // other tests in this JVM need their logs
        return settings;
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
