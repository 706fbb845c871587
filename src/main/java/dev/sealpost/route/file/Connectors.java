package dev.sealpost.route.file;

import java.util.regex.Pattern;

/** Names of connectors, and their use in files. */
public final class Connectors {

    private static final String ENDING = ".kamelet.yaml";

    private Connectors() {}

    static boolean isConnector(String file) {
        return file.endsWith(ENDING);
    }

    /** Returns the name by which routes call the connector of this file. */
    public static String name(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /**
     * Returns true if the text contains the name of the connector, or {@code connector:} with its short name. A false match
     * only causes an extra reload.
     */
    public static boolean isNamedIn(String text, String connector) {
        String shortName = connector.replaceFirst("-(?:sink|source|action)$", "");
        return Pattern.compile("(?<![\\w-])(?:" + Pattern.quote(connector) + "|connector:/*" + Pattern.quote(shortName)
                        + ")(?![\\w-])")
                .matcher(text)
                .find();
    }
}
