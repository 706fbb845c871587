package dev.sealpost.connector.kit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Creates the folder of a new connector, which keeps the rules and its conversation from the start. */
public final class NewConnector {

    private static final Pattern NAME = Pattern.compile("([a-z][a-z0-9]*)((?:-[a-z0-9]+)+)-(sink|source|action)");
    private static final List<String> FILES = List.of("conversation.yaml", "example.json", "README.md", "icon.svg");

    private NewConnector() {}

    /**
     * Creates the folder.
     *
     * @param connectors folder of all connectors
     * @return the new folder
     * @throws IllegalArgumentException with a message for users, if the name is not allowed
     * @throws IOException if the folder exists or cannot be written
     */
    public static Path create(Path connectors, String name) throws IOException {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "the name " + name + " is not <system>-<thing>-<sink|source|action>, such as acme-person-sink");
        }
        Path folder = connectors.resolve(name);
        if (Files.exists(folder)) {
            throw new FileAlreadyExistsException(folder.toString(), null, "the folder exists");
        }
        String type = parts.group(3);
        Files.createDirectories(folder);
        write(folder, type, "kamelet.yaml", name + ".kamelet.yaml", parts);
        for (String file : FILES) {
            if (!(type.equals("source") && file.equals("example.json"))) {
                write(folder, type, file, file, parts);
            }
        }
        return folder;
    }

    private static void write(Path folder, String type, String template, String file, Matcher parts)
            throws IOException {
        String text = text(type + "/" + template)
                .replace("@name@", parts.group())
                .replace("@short@", parts.group().substring(0, parts.group().length() - type.length() - 1))
                .replace("@system@", capitalized(parts.group(1)))
                .replace("@thing@", capitalized(parts.group(2).substring(1)))
                .replace("@credential@", parts.group(1));
        Files.writeString(folder.resolve(file), text);
    }

    /** Returns the template of this type, or the one that all types share. */
    private static String text(String template) throws IOException {
        String shared = template.substring(template.indexOf('/') + 1);
        for (String name : List.of(template, shared)) {
            try (InputStream in = NewConnector.class.getResourceAsStream("new/" + name)) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new FileNotFoundException("the template " + template + " is missing in the jar");
    }

    private static String capitalized(String words) {
        return Arrays.stream(words.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining(" "));
    }
}
