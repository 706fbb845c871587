package dev.sealpost.event;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Makes UTF-8 without a byte order mark of JSON from senders whom nobody can tell to write it so. For those alone: elsewhere the
 * bytes are the producer's, and what is not UTF-8 is refused.
 */
public final class ConvertToUtf8 {

    private ConvertToUtf8() {}

    /**
     * The bytes as they are where they are UTF-8, or where nobody can tell what they are; then they are no JSON either.
     *
     * @param label a content type; its character set is looked at where the bytes are not UTF-8
     */
    public static byte[] json(Optional<String> label, byte[] bytes) {
        try {
            Optional<UnicodeForm> form = UnicodeForm.of(bytes);
            if (form.isPresent()) {
                return form.get().toUtf8(bytes);
            }
            Optional<Charset> charset =
                    Utf8.firstInvalid(bytes) < 0 ? Optional.empty() : label.flatMap(ConvertToUtf8::charset);
            return charset.isPresent() ? UnicodeForm.toUtf8(charset.get(), bytes) : bytes;
        } catch (CharacterCodingException e) {
            return bytes;
        }
    }

    private static Optional<Charset> charset(String label) {
        try {
            return MediaLabel.parse(label).charset();
        } catch (UnfitContentException e) {
            return Optional.empty();
        }
    }
}
