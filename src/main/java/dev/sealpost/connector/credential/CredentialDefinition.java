package dev.sealpost.connector.credential;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Valid credential of the file, with its values resolved.
 *
 * @param texts values of members that are texts or numbers, by member
 * @param maps values of members that are maps; those of {@code claims} are JSON
 */
record CredentialDefinition(
        String name, CredentialKind kind, Map<String, String> texts, Map<String, Map<String, String>> maps) {

    /** Separates the texts of a list. */
    static final String SEPARATOR = "\n";

    CredentialDefinition {
        texts = Map.copyOf(texts);
        maps = Map.copyOf(maps);
    }

    /** Returns the value of a member that the kind requires. */
    String text(String member) {
        String value = texts.get(member);
        if (value == null) {
            throw new IllegalStateException("member " + member + " of " + kind.word() + " was not checked");
        }
        return value;
    }

    Optional<String> optional(String member) {
        return Optional.ofNullable(texts.get(member));
    }

    Set<String> list(String member) {
        return optional(member).map(texts -> Set.of(texts.split(SEPARATOR))).orElse(Set.of());
    }

    Map<String, String> map(String member) {
        return maps.getOrDefault(member, Map.of());
    }

    /** Hides the values. */
    @Override
    public String toString() {
        return name + " (" + kind.word() + ")";
    }
}
