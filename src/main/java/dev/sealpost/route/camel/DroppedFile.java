package dev.sealpost.route.camel;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;

/**
 * Opens files dropped into a folder, for routes that start with a file ({@code bean: {ref: droppedFile}}). A user who can write
 * into the folder must not be able to make Sealpost read other files, so links are not followed, not even one that replaces a
 * file at the last moment. Error messages address the person who dropped the file.
 */
public final class DroppedFile {

    /** The maximum payload of an event, in bytes. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_PROBLEMS = 20;

    /**
     * Returns the content of a file, at most 1 MiB.
     *
     * @throws IOException if it cannot be read or is not a regular file
     * @throws IllegalArgumentException if it is larger
     */
    public byte[] bytes(@Body File file) throws IOException {
        try (InputStream stream = Channels.newInputStream(open(file))) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("the file is larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    /**
     * Opens a file after checking all its lines. The caller closes the stream.
     *
     * @throws IOException if it cannot be read or is not a regular file
     * @throws IllegalArgumentException if a line cannot be an event; the message lists line numbers, starting at 1, and reasons
     */
    public InputStream lines(@Body File file) throws IOException {
        FileChannel channel = open(file);
        try {
            List<String> problems = invalidLines(new BufferedInputStream(Channels.newInputStream(channel)));
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems) + "; no line of the file was published");
            }
            return Channels.newInputStream(
                    channel.position(0)); // the checked file, even if its name now refers to another
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel open(File file) throws IOException {
        Path path = file.toPath();
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is not a regular file; links are not followed");
        }
        try {
            return FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new IOException("it cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Returns the problems of the lines. Keeps one line in memory, up to the maximum payload. */
    private static List<String> invalidLines(InputStream stream) throws IOException {
        List<String> problems = new ArrayList<>();
        byte[] line = new byte[MAX_BYTES];
        long length = 0;
        int number = 1;
        int next = stream.read();
        while (next >= 0 && problems.size() < MAX_PROBLEMS) {
            if (next == '\n') {
                check(line, length, number, problems);
                number++;
                length = 0;
            } else {
                if (length < MAX_BYTES) {
                    line[(int) length] = (byte) next;
                }
                length++;
            }
            next = stream.read();
        }
        check(line, length, number, problems);
        return problems;
    }

    private static void check(byte[] line, long length, int number, List<String> problems) {
        if (length > MAX_BYTES) {
            problems.add("line " + number + " is longer than " + MAX_BYTES + " bytes");
        } else if (!isUtf8(ByteBuffer.wrap(line, 0, (int) length))) {
            problems.add("line " + number + " is not UTF-8");
        }
    }

    private static boolean isUtf8(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
