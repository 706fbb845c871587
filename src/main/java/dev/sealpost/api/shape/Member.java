package dev.sealpost.api.shape;

import java.util.List;
import java.util.Optional;

/**
 * Declared member of a body.
 *
 * @param required whether a request without it is refused
 * @param nullable whether null is allowed; null removes or resets the value
 * @param isSupported false: named by the published contract, and refused unless it is empty
 * @param alias another name of it, for older clients
 */
public record Member(
        String name,
        JsonType type,
        boolean required,
        boolean nullable,
        boolean isSupported,
        Optional<String> alias,
        Note note) {

    /** First version with the API. */
    private static final String FIRST = "0.1";

    /**
     * Description of a member for users.
     *
     * @param text sentences; may be empty where the name says it all
     * @param example as JSON; empty: none
     * @param since the version of Sealpost that has it first
     */
    public record Note(String text, String example, String since) {}

    /** Declares a member that may be left out and must not be null. */
    public static Member of(String name, JsonType type, String text) {
        return new Member(name, type, false, false, true, Optional.empty(), new Note(text, "", FIRST));
    }

    /** Declares a member of the published contract that is not supported. */
    public static Member notYet(String name) {
        return new Member(
                name,
                new JsonType.Anything(),
                false,
                true,
                false,
                Optional.empty(),
                new Note("Not supported.", "", FIRST));
    }

    public Member asRequired() {
        return new Member(name, type, true, nullable, isSupported, alias, note);
    }

    Member asOptional() {
        return new Member(name, type, false, nullable, isSupported, alias, note);
    }

    /** Allows null, which removes or resets the value. */
    public Member orNull() {
        return new Member(name, type, required, true, isSupported, alias, note);
    }

    public Member alsoCalled(String newAlias) {
        return new Member(name, type, required, nullable, isSupported, Optional.of(newAlias), note);
    }

    /**
     * Shows an example.
     *
     * @param json of the value
     */
    public Member like(String json) {
        return new Member(
                name, type, required, nullable, isSupported, alias, new Note(note.text(), json, note.since()));
    }

    /**
     * Names the version of Sealpost that has this member first.
     *
     * @param version such as {@code 0.2}
     */
    public Member since(String version) {
        return new Member(
                name, type, required, nullable, isSupported, alias, new Note(note.text(), note.example(), version));
    }

    /** Returns its name and its alias. */
    List<String> names() {
        return alias.map(other -> List.of(name, other)).orElseGet(() -> List.of(name));
    }
}
