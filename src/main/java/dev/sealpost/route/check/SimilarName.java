package dev.sealpost.route.check;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the most similar known name for an unknown one. */
final class SimilarName {

    /** Names at this edit distance or more are not suggested. */
    private static final int DISSIMILAR = 3;

    private static final int MAX_LISTED = 12;

    private SimilarName() {}

    /** @param otherwise remedy if no name is similar and the known names are too many to list */
    static String remedy(String name, Collection<String> known, String otherwise) {
        Optional<String> similar = known.stream()
                .min(Comparator.comparingInt(each -> distance(name, each)))
                .filter(each -> distance(name, each) < DISSIMILAR);
        return similar.map(each -> "write " + each)
                .orElseGet(() -> !known.isEmpty() && known.size() <= MAX_LISTED
                        ? "use one of these: " + String.join(", ", known)
                        : otherwise);
    }

    /** Returns the Levenshtein distance. */
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
