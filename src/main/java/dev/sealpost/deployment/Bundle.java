package dev.sealpost.deployment;

import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.identifier.PlainText;
import dev.sealpost.identifier.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Files that are deployed together. Immutable.
 *
 * @param files content by name, such as {@code routes/orders.camel.yaml}
 */
public record Bundle(SortedMap<String, String> files) {

    /** File with the inbound webhooks. */
    public static final String SOURCES = "config/sources.yaml";

    /** Longest JSON body that carries a bundle, in bytes. */
    public static final int LONGEST = 16 * 1024 * 1024;

    private static final String FOLDERS = "routes/ and connectors/, and " + SOURCES;

    /** Two names that differ only in these characters would be one file on some disks. */
    private static final Pattern NAME = Pattern.compile("(?:routes|connectors)(?:/[\\w-][\\w. +@-]{0,99}){1,6}");

    private static final String POINTER = "/files";
    private static final int MOST_FILES = 2000;
    private static final int LONGEST_FILE = 1024 * 1024;

    public Bundle {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Creates a bundle of untrusted files.
     *
     * @throws InvalidFieldsException with a pointer to each file that cannot be deployed
     */
    public static Bundle of(Map<String, String> files) {
        List<Violation> violations = new ArrayList<>();
        if (files.size() > MOST_FILES) {
            violations.add(new Violation(POINTER, "a deployment has at most " + MOST_FILES + " files"));
        }
        if (files.keySet().stream().noneMatch(name -> name.startsWith("routes/"))) {
            violations.add(
                    new Violation(
                            POINTER,
                            "no file in routes/: add a route, or go back to the files of each node with \"sealpost deploy --files\""));
        }
        files.forEach((name, content) -> objection(name, content)
                .or(() -> folderObjection(name, files.keySet()))
                .ifPresent(why -> violations.add(violation(name, why))));
        if (!violations.isEmpty()) {
            throw new InvalidFieldsException(violations);
        }
        return new Bundle(new TreeMap<>(files));
    }

    /** Creates a violation in a file of the bundle. */
    public static Violation violation(String file, String message) {
        return Violation.ofMember(POINTER, file, message);
    }

    private static Optional<String> objection(String name, String content) {
        if (!name.equals(SOURCES) && !NAME.matcher(name).matches()) {
            return Optional.of("a deployment contains files in " + FOLDERS
                    + " only, without hidden files; names have letters, digits and -_.+@ and spaces");
        }
        try {
            PlainText.require(content);
        } catch (IllegalArgumentException e) {
            return Optional.of("the file is not a text (" + e.getMessage() + "): leave it out");
        }
        return content.length() > LONGEST_FILE
                ? Optional.of("the file is larger than 1 MiB: split it")
                : Optional.empty();
    }

    private static Optional<String> folderObjection(String name, Set<String> files) {
        return IntStream.range(0, name.length())
                .filter(end -> name.charAt(end) == '/')
                .mapToObj(end -> name.substring(0, end))
                .filter(files::contains)
                .map(file -> file + " is a file of the deployment, and cannot be a folder as well: rename one of them")
                .findFirst();
    }

    /** Returns the digest over all names and contents, each with its length before it. */
    public String sha256() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        files.forEach((name, content) -> {
            append(bytes, name);
            append(bytes, content);
        });
        return Sha256.hex(bytes.toByteArray());
    }

    private static void append(ByteArrayOutputStream bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes((utf8.length + ":").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(utf8);
    }
}
