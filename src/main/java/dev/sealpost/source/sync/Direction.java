package dev.sealpost.source.sync;

import java.util.regex.Pattern;

/**
 * Direction in which changes are passed on.
 *
 * @param map name of the id map, such as {@code contacts}
 * @param from system that reports the changes
 * @param to system that they are written to
 */
record Direction(String map, String from, String to) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException with a message for the author of the route */
    Direction {
        require("the name of the id map", map);
        require("the option from", from);
        require("the option to", to);
        if (from.equals(to)) {
            throw new IllegalArgumentException("the options from and to must name two systems, but both are " + from);
        }
    }

    private static void require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " must start with a letter and contain only lower-case letters, digits" + " and -, but is \""
                            + name + "\"");
        }
    }

    /** Returns the key of a record of the source system, to be stored with its counterpart in the other system. */
    String key(String externalId) {
        return from + ":" + externalId;
    }

    /** Returns true if the key was written by the opposite direction: it names a record of the target system. */
    boolean isKeyOfTarget(String key) {
        return key.startsWith(to + ":");
    }

    /** Returns the id within {@link #isKeyOfTarget a key of the target system}. */
    String targetId(String key) {
        return key.substring(to.length() + 1);
    }
}
