package dev.sealpost.route.check;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the most similar known name for an unknown one. */
final class NameMeant {

    /** Closer than this, in letters to change, and it is named. */
    private static final int SIMILAR = 3;

    private static final int MOST_NAMED = 12;

    private NameMeant() {}

    /** @param otherwise what to do where no name is similar, and too many are known to list them */
    static String remedy(String name, Collection<String> known, String otherwise) {
        Optional<String> meant = known.stream()
                .min(Comparator.comparingInt(each -> distance(name, each)))
                .filter(each -> distance(name, each) < SIMILAR);
        return meant.map(each -> "write " + each)
                .orElseGet(() -> !known.isEmpty() && known.size() <= MOST_NAMED
                        ? "one of these can stand here: " + String.join(", ", known)
                        : otherwise);
    }

    /** The letters to change, insert or leave out (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int before = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = before + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                before = above;
            }
        }
        return row[other.length()];
    }
}
