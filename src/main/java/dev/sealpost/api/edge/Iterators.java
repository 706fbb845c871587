package dev.sealpost.api.edge;

import dev.sealpost.database.Position;
import dev.sealpost.identifier.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Encodes positions in lists as opaque text for clients. */
public final class Iterators {

    private static final String SEPARATOR = "|";
    private static final int PARTS = 4;
    private static final String FORWARDS = "f";
    private static final String BACKWARDS = "b";

    private Iterators() {}

    /** Position and direction of iteration. */
    record Decoded(Position position, boolean backwards) {}

    /**
     * @param list named in the iterator, to detect one of another list
     */
    static String encode(Listing list, Position position, boolean backwards) {
        String text = String.join(
                SEPARATOR,
                list.word(),
                backwards ? BACKWARDS : FORWARDS,
                Long.toString(position.time().toEpochMilli()),
                position.key());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws IllegalArgumentException when the iterator is not one of this list
     */
    static Decoded decode(Listing list, String iterator) {
        String text = new String(Base64.getUrlDecoder().decode(iterator), StandardCharsets.UTF_8);
        String[] parts = text.split("\\|", PARTS);
        boolean known = parts.length == PARTS
                && parts[0].equals(list.word())
                && (parts[1].equals(FORWARDS) || parts[1].equals(BACKWARDS))
                && list.isKey(parts[3]);
        if (!known) {
            throw new IllegalArgumentException("not an iterator of " + list.word());
        }
        Instant time = Instant.ofEpochMilli(Long.parseLong(parts[2]));
        if (!Rfc3339.isWithin(time)) {
            throw new IllegalArgumentException("time out of range");
        }
        return new Decoded(new Position(time, parts[3]), parts[1].equals(BACKWARDS));
    }
}
