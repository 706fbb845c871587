package dev.sealpost.route.file;

import java.util.regex.Pattern;

/** Which files use which connector. */
public final class Connectors {

    private static final String ENDING = ".kamelet.yaml";

    private Connectors() {}

    static boolean isConnector(String file) {
        return file.endsWith(ENDING);
    }

    /** The name by which routes call the connector of this file. */
    public static String name(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /** Whether the name of the connector stands in the file. Where it stands for something else, a reload too many does no harm. */
    public static boolean isNamedIn(String text, String connector) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(connector) + "(?![\\w-])")
                .matcher(text)
                .find();
    }
}
