package dev.sealpost.route.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of the command {@code try}. */
final class TryOptions {

    @Parameters(paramLabel = "<route file>", description = "Route file; its first route is run.")
    private Path route = Path.of("");

    @Option(names = "--event", paramLabel = "<file>", required = true, description = "Sample payload.")
    private Path event = Path.of("");

    @Option(
            names = "--type",
            paramLabel = "<event type>",
            description = "Required if the route consumes several event types.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--answer", paramLabel = "<file>", description = "Answer to every call. Default: {}.")
    private Optional<Path> answer = Optional.empty();

    Path route() {
        return route;
    }

    Path event() {
        return event;
    }

    Optional<String> type() {
        return type;
    }

    Optional<Path> answer() {
        return answer;
    }

    /** @throws IllegalArgumentException with the name of the missing file */
    void requireFiles() {
        Stream.concat(Stream.of(route, event), answer.stream())
                .filter(file -> !Files.isRegularFile(file))
                .findFirst()
                .ifPresent(file -> {
                    throw new IllegalArgumentException(file + " does not exist");
                });
    }
}
