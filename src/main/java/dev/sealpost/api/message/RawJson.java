package dev.sealpost.api.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.sealpost.event.Content;
import dev.sealpost.event.Payload;
import dev.sealpost.event.message.CheckContent;
import dev.sealpost.event.message.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Payload inside an answer, written as raw bytes without parsing.
 *
 * @param payload JSON
 * @param isBase64 whether the payload is a base64 string, for bytes that are neither JSON nor text
 */
public record RawJson(Payload payload, boolean isBase64) implements JsonSerializable {

    static final RawJson NOTHING = new RawJson(new Payload(new byte[] {'{', '}'}));

    RawJson(Payload payload) {
        this(payload, false);
    }

    /**
     * Converts content; other content than JSON becomes a string. Checks the bytes too, since older versions stored
     * unchecked content types, and invalid JSON would corrupt the whole answer.
     */
    static RawJson of(Content content) {
        byte[] bytes = content.payload().bytes();
        if (CheckContent.isJson(content.type()) && Json.isWellFormed(bytes)) {
            return new RawJson(content.payload());
        }
        return CheckContent.text(content.type(), bytes)
                .map(text -> new RawJson(new Payload(Json.quoted(text))))
                .orElseGet(() ->
                        new RawJson(new Payload(Json.quoted(Base64.getEncoder().encodeToString(bytes))), true));
    }

    void write(JsonGenerator generator) throws IOException {
        generator.writeRawValue(new Raw(payload.bytes()));
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        write(generator);
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(generator, provider);
    }

    /** Raw bytes that the generator writes without creating a {@code String}. */
    private record Raw(byte[] bytes) implements SerializableString {

        @Override
        public String getValue() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public int charLength() {
            return getValue().length();
        }

        @Override
        public char[] asQuotedChars() {
            return getValue().toCharArray();
        }

        @Override
        public byte[] asUnquotedUTF8() {
            return bytes;
        }

        @Override
        public byte[] asQuotedUTF8() {
            return bytes;
        }

        @Override
        public int appendQuotedUTF8(byte[] buffer, int offset) {
            return appendUnquotedUTF8(buffer, offset);
        }

        @Override
        public int appendQuoted(char[] buffer, int offset) {
            return appendUnquoted(buffer, offset);
        }

        @Override
        public int appendUnquotedUTF8(byte[] buffer, int offset) {
            if (bytes.length > buffer.length - offset) {
                return -1;
            }
            System.arraycopy(bytes, 0, buffer, offset, bytes.length);
            return bytes.length;
        }

        @Override
        public int appendUnquoted(char[] buffer, int offset) {
            String value = getValue();
            if (value.length() > buffer.length - offset) {
                return -1;
            }
            value.getChars(0, value.length(), buffer, offset);
            return value.length();
        }

        @Override
        public int writeQuotedUTF8(OutputStream out) throws IOException {
            return writeUnquotedUTF8(out);
        }

        @Override
        public int writeUnquotedUTF8(OutputStream out) throws IOException {
            out.write(bytes);
            return bytes.length;
        }

        @Override
        public int putQuotedUTF8(ByteBuffer buffer) {
            return putUnquotedUTF8(buffer);
        }

        @Override
        public int putUnquotedUTF8(ByteBuffer buffer) {
            if (bytes.length > buffer.remaining()) {
                return -1;
            }
            buffer.put(bytes);
            return bytes.length;
        }
    }
}
