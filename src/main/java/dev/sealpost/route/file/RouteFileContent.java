package dev.sealpost.route.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** What a file holds, or why it cannot be taken. Equal when there is nothing new in it, nor in the secrets that it names. */
public sealed interface RouteFileContent {

    /** It cannot be taken, whatever is in it. */
    record Refused(RouteFileProblem problem) implements RouteFileContent {}

    /** What is in it. */
    final class Content implements RouteFileContent {

        private final String name;
        private final byte[] bytes;
        private final Map<String, String> secrets;

        /** @param name as the operator knows it */
        public Content(String name, byte[] bytes) {
            this(name, bytes.clone(), Map.of());
        }

        private Content(String name, byte[] bytes, Map<String, String> secrets) {
            this.name = name;
            this.bytes = bytes;
            this.secrets = Map.copyOf(secrets);
        }

        /** @param secrets by the paths of the files that it names: something that changes when they do */
        Content with(Map<String, String> secrets) {
            return new Content(name, bytes, secrets);
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
            return other instanceof Content content
                    && name.equals(content.name)
                    && Arrays.equals(bytes, content.bytes)
                    && secrets.equals(content.secrets);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(bytes);
        }

        /** Its name alone. */
        @Override
        public String toString() {
            return name;
        }
    }
}
