package dev.sealpost.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a file holds, or why it cannot be taken. Equal when there is nothing new in it. */
sealed interface Found {

    /** It cannot be taken, whatever is in it. */
    record Refused(RouteFileProblem problem) implements Found {}

    /** What is in it. */
    final class Content implements Found {

        private final String name;
        private final byte[] bytes;

        /** @param name as the operator knows it */
        Content(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes.clone();
        }

        String name() {
            return name;
        }

        byte[] bytes() {
            return bytes.clone();
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        boolean isXml() {
            return name.endsWith(".xml");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content content && name.equals(content.name) && Arrays.equals(bytes, content.bytes);
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
