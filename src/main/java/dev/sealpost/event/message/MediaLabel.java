package dev.sealpost.event.message;

import dev.sealpost.event.message.UnfitContentException.ContentPart;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Content type (RFC 9110, section 8.3.1), sent as a header to the receiver.
 *
 * @param text text as the producer wrote it
 * @param mediaType {@code type/subtype} in lower case
 * @param charset character set of the parameter {@code charset}
 */
record MediaLabel(String text, String mediaType, Optional<Charset> charset) {

    private static final int LONGEST = 255;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED = "\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*+\"";
    private static final Pattern PARAMETER =
            Pattern.compile(" *+; *+(?:(" + TOKEN + ")=(" + TOKEN + "|" + QUOTED + "))?+");
    private static final Pattern MEDIA_TYPE = Pattern.compile("(" + TOKEN + "/" + TOKEN + ")((?:" + PARAMETER + ")*+)");

    /** @throws UnfitContentException if it is malformed, or has an unknown or a second character set */
    static MediaLabel parse(String text) {
        if (text.isBlank()) {
            throw new UnfitContentException(ContentPart.LABEL, "is empty; " + expected());
        }
        if (text.length() > LONGEST) {
            throw new UnfitContentException(ContentPart.LABEL, "is longer than " + LONGEST + " characters");
        }
        Matcher matcher = MEDIA_TYPE.matcher(text);
        if (!matcher.matches() || matcher.group(1).indexOf('*') >= 0) {
            // Omits the text: it may contain line breaks, and goes into logs and headers.
            throw new UnfitContentException(ContentPart.LABEL, "is not a media type; " + expected());
        }
        return new MediaLabel(text, matcher.group(1).toLowerCase(Locale.ROOT), charset(matcher.group(2)));
    }

    private static String expected() {
        return "use one such as application/json or text/plain; charset=utf-8 (RFC 9110, section 8.3.1)";
    }

    private static Optional<Charset> charset(String parameters) {
        Optional<Charset> charset = Optional.empty();
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            if ("charset".equalsIgnoreCase(parameter.group(1))) {
                if (charset.isPresent()) {
                    throw new UnfitContentException(ContentPart.LABEL, "has two character sets");
                }
                charset = Optional.of(known(parameter.group(2).replace("\"", "")));
            }
        }
        return charset;
    }

    private static Charset known(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new UnfitContentException(ContentPart.LABEL, "has the unknown character set " + name);
        }
    }

    boolean isJson() {
        return mediaType.endsWith("/json") || mediaType.endsWith("+json");
    }

    boolean isText() {
        return mediaType.startsWith("text/") || mediaType.endsWith("/xml") || mediaType.endsWith("+xml");
    }
}
