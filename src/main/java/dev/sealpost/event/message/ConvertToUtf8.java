package dev.sealpost.event.message;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Converts JSON to UTF-8 without a byte order mark, only for senders that cannot be changed. Elsewhere, JSON that is not UTF-8
 * is refused.
 */
public final class ConvertToUtf8 {

    private ConvertToUtf8() {}

    /**
     * Converts the bytes. Returns them unchanged if they are UTF-8, or if their encoding is unknown.
     *
     * @param label content type; its character set applies if the bytes are not UTF-8
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
