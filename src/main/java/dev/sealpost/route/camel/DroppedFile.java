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
 * Opens files dropped into a folder, for routes that start with a file ({@code bean: {ref: droppedFile}}). Whoever may
 * write into the folder must not be able to have other files read: a link is not followed, not even one that takes the place
 * of a file at the last moment. What it says of a file that it does not take is for whoever dropped it.
 */
public final class DroppedFile {

    /** What an event may have. */
    private static final int LARGEST = 1024 * 1024;

    private static final int MOST_NAMED = 20;

    /**
     * Returns the content of a file, at most 1 MiB.
     *
     * @throws IOException when it cannot be read, or is no file but a link
     * @throws IllegalArgumentException when it is larger
     */
    public byte[] bytes(@Body File file) throws IOException {
        try (InputStream stream = Channels.newInputStream(open(file))) {
            byte[] bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException("the file is larger than " + LARGEST + " bytes");
            }
            return bytes;
        }
    }

    /**
     * Opens a file after checking all its lines. The caller closes the stream.
     *
     * @throws IOException when it cannot be read, or is no file but a link
     * @throws IllegalArgumentException when a line cannot be an event; the message has the numbers, from 1, and the reasons
     */
    public InputStream lines(@Body File file) throws IOException {
        FileChannel channel = open(file);
        try {
            List<String> wrong = wrongLines(new BufferedInputStream(Channels.newInputStream(channel)));
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", wrong) + "; no line of the file was published");
            }
            return Channels.newInputStream(channel.position(0)); // the same file, whatever has its name by now
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel open(File file) throws IOException {
        Path path = file.toPath();
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no file but a link, which is not followed");
        }
        try {
            return FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new IOException("it cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Holds one line at a time, and of that no more than an event may have. */
    private static List<String> wrongLines(InputStream stream) throws IOException {
        List<String> wrong = new ArrayList<>();
        byte[] line = new byte[LARGEST];
        long length = 0;
        int number = 1;
        int next = stream.read();
        while (next >= 0 && wrong.size() < MOST_NAMED) {
            if (next == '\n') {
                check(line, length, number, wrong);
                number++;
                length = 0;
            } else {
                if (length < LARGEST) {
                    line[(int) length] = (byte) next;
                }
                length++;
            }
            next = stream.read();
        }
        check(line, length, number, wrong);
        return wrong;
    }

    private static void check(byte[] line, long length, int number, List<String> wrong) {
        if (length > LARGEST) {
            wrong.add("line " + number + " is longer than " + LARGEST + " bytes");
        } else if (!isUtf8(ByteBuffer.wrap(line, 0, (int) length))) {
            wrong.add("line " + number + " is not UTF-8");
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
