package dev.sealpost.library;

import java.util.regex.Pattern;

/** Artifact in a Maven repository. */
record Coordinates(String group, String artifact, String version) {

    /** Camel's catalog of Kamelets, which has releases of its own. */
    static final Coordinates KAMELETS = new Coordinates("org.apache.camel.kamelets", "camel-kamelets", "4.16.0");

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    /**
     * Parses a name as a user writes it: {@code camel-mongodb}, or {@code group:artifact:version}.
     *
     * @param camel version of the jars of Camel
     * @throws LibraryException if it is neither
     */
    static Coordinates parse(String name, String camel) {
        if (name.equals(KAMELETS.artifact())) {
            return KAMELETS;
        }
        String[] parts = name.split(":", -1);
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw invalid(name);
            }
        }
        if (parts.length == 3) {
            return new Coordinates(parts[0], parts[1], parts[2]);
        }
        if (parts.length == 1 && name.startsWith("camel-")) {
            return new Coordinates("org.apache.camel", name, camel);
        }
        throw invalid(name);
    }

    private static LibraryException invalid(String name) {
        return new LibraryException(name + " is not an artifact: write a jar of Camel, such as camel-mongodb, or"
                + " <group>:<artifact>:<version>, such as com.mysql:mysql-connector-j:9.3.0.");
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version;
    }
}
