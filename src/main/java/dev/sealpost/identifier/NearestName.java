package dev.sealpost.identifier;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Suggests known names for an unknown one. */
public final class NearestName {

    /** Maximum length of a name to compare, which bounds the cost. */
    private static final int LONGEST = 64;

    private static final int MOST_LISTED = 30;

    private NearestName() {}

    /**
     * Returns a hint for users: the closest known name, or else all known names.
     *
     * @param name as it was written
     * @param known known names
     */
    public static String hint(String name, Collection<String> known) {
        return of(name, known)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElseGet(() -> known.isEmpty()
                        ? "none is known"
                        : "known are "
                                + known.stream().sorted().limit(MOST_LISTED).collect(Collectors.joining(", ")));
    }

    /**
     * Returns the closest known name if at most about one letter in three differs, ignoring case, dashes and
     * underscores.
     */
    public static Optional<String> of(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(name);
        return known.stream()
                .filter(each -> distance(plain, plain(each)) <= Math.max(1, plain.length() / 3))
                .min(Comparator.<String>comparingInt(each -> distance(plain, plain(each)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Edit distance with transpositions (optimal string alignment). */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
