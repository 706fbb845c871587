package dev.sealpost.audit;

import java.util.Locale;
import java.util.Optional;

/**
 * Who makes a change.
 *
 * @param id id of a token, or name of a user or node
 * @param name name for people
 * @param address network address of the client
 */
public record Actor(ActorKind kind, String id, String name, Optional<String> address) {

    /** The node itself, such as when it disables an endpoint that fails. */
    public static final Actor SYSTEM = new Actor(ActorKind.SYSTEM, "sealpost", "Sealpost", Optional.empty());

    /** Kind of actor. */
    public enum ActorKind {
        TOKEN,
        USER,
        /** A command on the machine of the node. */
        COMMAND,
        SYSTEM;

        /** Returns the word used in rows and in the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
