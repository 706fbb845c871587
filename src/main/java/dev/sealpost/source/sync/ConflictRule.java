package dev.sealpost.source.sync;

/** Rule for a record that was changed in both systems since they last agreed. */
sealed interface ConflictRule {

    String NEWEST = "newest";

    /** The change with the larger version wins; both versions must be times, or numbers of one series. */
    record Newest() implements ConflictRule {}

    /** The change of this system wins. */
    record SourceOfTruth(String system) implements ConflictRule {}

    /** @throws IllegalArgumentException with a message for the author of the route */
    static ConflictRule parse(String text, Direction direction) {
        if (text.equals(NEWEST)) {
            return new Newest();
        }
        if (text.equals(direction.from()) || text.equals(direction.to())) {
            return new SourceOfTruth(text);
        }
        throw new IllegalArgumentException("the option conflict=" + text
                + " must be newest, or the system whose changes win: " + direction.from() + " or " + direction.to());
    }

    /**
     * Returns whether the change wins over the state of the other system. Both directions come to the same result, so that one
     * of the two changes is written to both systems.
     */
    default boolean isWonBy(Change change, ContentState other) {
        return switch (this) {
            case SourceOfTruth truth -> truth.system().equals(change.direction().from());
            case Newest newest ->
                change.state().hasVersionOf(other)
                        ? change.direction().from().compareTo(change.direction().to()) < 0
                        : !change.state().isOlderThan(other);
        };
    }
}
