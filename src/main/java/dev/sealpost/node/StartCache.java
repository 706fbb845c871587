package dev.sealpost.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The cache of loaded classes with which the launcher shortens a start.
 *
 * @param file its place for this Java and this Sealpost; need not exist
 */
public record StartCache(Path file) {

    /** Glob of the files of any version. */
    public static final String FILES = "sealpost-*.{aot,jsa}";

    /** The property in which the launcher names the file; empty if no cache is to be used. */
    static final String FILE = "launcher.cache";

    private static final List<String> OPTIONS_TO_USE = List.of("-XX:AOTCache=", "-XX:SharedArchiveFile=");
    private static final String ENDING_FROM_JAVA_25 = ".aot";
    /** In {@code java.vm.info} of a JVM that maps classes. One that refuses its cache maps none at all. */
    private static final String MAPS_CLASSES = "sharing";

    /** Returns the cache of a process that the launcher started; empty for {@code java -jar}, and if it is off. */
    public static Optional<StartCache> ofThisProcess() {
        return Optional.ofNullable(System.getProperty(FILE))
                .filter(name -> !name.isEmpty())
                .map(name -> new StartCache(Path.of(name)));
    }

    /** Returns the option with which a JVM makes a file like this when it ends. */
    public String optionToMake(String output) {
        return (file.toString().endsWith(ENDING_FROM_JAVA_25) ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=")
                + output;
    }

    /** Returns whether one of these options of Java names the file, however its path is written. */
    boolean isGivenIn(List<String> options) {
        return options.stream()
                .flatMap(option -> OPTIONS_TO_USE.stream()
                        .filter(option::startsWith)
                        .map(name -> Path.of(option.substring(name.length()))))
                .anyMatch(file::equals);
    }

    /**
     * Explains why this process started without it.
     *
     * @param given whether Java was to use it
     * @param virtualMachine the property {@code java.vm.info}
     * @return empty if it is used
     */
    Optional<String> objection(boolean given, String virtualMachine) {
        if (!Files.exists(file)) {
            return Optional.of(
                    hasOthers()
                            ? "the cache in " + file.getParent() + " was made for another version of Sealpost or Java"
                            : "there is no cache in " + file.getParent());
        }
        return given && virtualMachine.contains(MAPS_CLASSES)
                ? Optional.empty()
                : Optional.of("Java refused the cache: it is damaged, or was made with other options of Java, or before"
                        + " the files in lib/ were copied");
    }

    private boolean hasOthers() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(file.resolveSibling(""), FILES)) {
            return files.iterator().hasNext();
        } catch (IOException noSuchFolder) {
            return false;
        }
    }
}
