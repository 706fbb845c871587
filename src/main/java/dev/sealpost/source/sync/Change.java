package dev.sealpost.source.sync;

/**
 * Change of a record as the source reports it.
 *
 * @param id of the record in the source system
 * @param state after the change; unknown if it is deleted
 */
record Change(Direction direction, String id, ContentState state, boolean deleted) {

    private static final int LONGEST = 500;

    /** @throws IllegalArgumentException if the id cannot be stored */
    Change {
        requireId(id);
    }

    static void requireId(String id) {
        if (id.isBlank() || id.length() > LONGEST || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "an id of an id map must have 1 to " + LONGEST + " characters and no control characters");
        }
    }
}
