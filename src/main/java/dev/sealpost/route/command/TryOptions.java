package dev.sealpost.route.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How the command {@code try} is called. */
final class TryOptions {

    @Parameters(paramLabel = "<route file>", description = "The route; the first one of the file.")
    private Path route = Path.of("");

    @Option(names = "--event", paramLabel = "<file>", required = true, description = "A sample payload.")
    private Path event = Path.of("");

    @Option(
            names = "--type",
            paramLabel = "<event type>",
            description = "Needed where the route takes events of several types.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--answer", paramLabel = "<file>", description = "What every call is answered. Default: {}.")
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

    /** @throws IllegalArgumentException that names the file that is not there */
    void requireFiles() {
        Stream.concat(Stream.of(route, event), answer.stream())
                .filter(file -> !Files.isRegularFile(file))
                .findFirst()
                .ifPresent(file -> {
                    throw new IllegalArgumentException("there is no file " + file);
                });
    }
}
