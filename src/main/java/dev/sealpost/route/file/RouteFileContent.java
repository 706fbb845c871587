package dev.sealpost.route.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Content of a file, or the reason for refusing it. Equal if the content and the secrets that it names are unchanged. */
public sealed interface RouteFileContent {

    /** Refused regardless of its content. */
    record Refused(RouteFileProblem problem) implements RouteFileContent {}

    /** Content of the file. */
    final class FileContent implements RouteFileContent {

        private final String name;
        private final byte[] bytes;
        private final Map<String, String> secrets;

        /** @param name the name shown to operators */
        public FileContent(String name, byte[] bytes) {
            this(name, bytes.clone(), Map.of());
        }

        private FileContent(String name, byte[] bytes, Map<String, String> secrets) {
            this.name = name;
            this.bytes = bytes;
            this.secrets = Map.copyOf(secrets);
        }

        /** @param secrets digests of the secrets by the path of their file */
        FileContent with(Map<String, String> secrets) {
            return new FileContent(name, bytes, secrets);
        }

        public String name() {
            return name;
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public boolean isXml() {
            return name.endsWith(".xml");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FileContent content
                    && name.equals(content.name)
                    && Arrays.equals(bytes, content.bytes)
                    && secrets.equals(content.secrets);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(bytes);
        }

        /** Returns the name only. */
        @Override
        public String toString() {
            return name;
        }
    }
}
