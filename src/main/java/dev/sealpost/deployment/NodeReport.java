package dev.sealpost.deployment;

import java.util.List;
import java.util.Locale;

/**
 * Report of a node about the version of a proposal.
 *
 * @param node name of this run of the node
 * @param problems the reasons in the format {@code file:line:column: reason; remedy}
 */
public record NodeReport(String node, Stage stage, List<String> problems) {

    public NodeReport {
        problems = List.copyOf(problems);
    }

    /** Progress of a node with the version. */
    public enum Stage {
        /** Checked the version and found no problem. */
        PREPARED,
        /** Cannot load the version. */
        UNPREPARED,
        /** Runs the active version. */
        LOADED,
        /** Could not load the active version. */
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Stage of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
