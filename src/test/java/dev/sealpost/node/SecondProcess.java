package dev.sealpost.node;

import java.nio.file.Path;

/** Another process that wants a data directory. */
final class SecondProcess {

    private SecondProcess() {}

    public static void main(String[] arguments) {
        try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]))) {
            System.out.println("opened " + data.path());
        } catch (DataDirectoryInUseException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
