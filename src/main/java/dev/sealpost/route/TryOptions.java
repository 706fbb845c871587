package dev.sealpost.route;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the command {@code try} is called.
 *
 * @param route the file
 * @param event a file with the payload
 * @param type of the event; needed where the route takes more than one
 * @param answer a file with what every call is answered
 * @param settings for the configuration
 */
record TryOptions(Path route, Path event, Optional<String> type, Optional<Path> answer, List<String> settings) {

    private static final Set<String> OWN = Set.of("event", "type", "answer");

    /** @throws IllegalArgumentException when it is called in another way; the message says what is missing */
    static TryOptions read(List<String> arguments) {
        Map<String, String> own = new HashMap<>();
        List<String> settings = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String name = argument.replaceFirst("^--", "").replaceFirst("(?s)=.*", "");
            if (!argument.startsWith("--")) {
                files.add(argument);
            } else if (!OWN.contains(name)) {
                settings.add(argument);
            } else if (argument.contains("=")) {
                own.put(name, argument.substring(argument.indexOf('=') + 1));
            } else if (i + 1 < arguments.size()) {
                i++;
                own.put(name, arguments.get(i));
            }
        }
        if (files.size() != 1) {
            throw new IllegalArgumentException("one route file is expected");
        }
        Path event = Optional.ofNullable(own.get("event"))
                .map(TryOptions::file)
                .orElseThrow(
                        () -> new IllegalArgumentException("--event <file> is missing: a file with a sample payload"));
        return new TryOptions(
                file(files.getFirst()),
                event,
                Optional.ofNullable(own.get("type")),
                Optional.ofNullable(own.get("answer")).map(TryOptions::file),
                settings);
    }

    private static Path file(String name) {
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + name);
        }
        return file;
    }
}
