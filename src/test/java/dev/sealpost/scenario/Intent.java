package dev.sealpost.scenario;

import java.util.List;
import java.util.Set;

/**
 * An event that a sender is about to send: written down before, so that what arrives can be told from what was invented.
 *
 * @param token the name of the event inside its payload
 * @param paths where the receiver must see it; empty for an event that nobody subscribed to
 * @param digest SHA-256 of the payload's bytes, hexadecimal
 */
record Intent(String token, Set<String> paths, String digest) {

    Intent {
        paths = Set.copyOf(paths);
    }

    String line() {
        return token + " " + digest + " " + String.join(",", paths);
    }

    static Intent parse(String line) {
        String[] fields = line.split(" ", -1);
        Set<String> paths = fields[2].isEmpty() ? Set.of() : Set.copyOf(List.of(fields[2].split(",")));
        return new Intent(fields[0], paths, fields[1]);
    }
}
