package dev.sealpost.api.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.event.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckShapeTest {

    private static final Shape SHAPE = Shape.of(
            "Example",
            Member.of("name", JsonType.text(1, 3), "").asRequired().alsoCalled("title"),
            Member.of("note", JsonType.text(0, 2), "").orNull(),
            Member.of("count", new JsonType.Whole(1, 9), "").orNull(),
            Member.of("share", new JsonType.Decimal(0, 0.5), ""),
            Member.of("on", new JsonType.Flag(), ""),
            Member.of("tags", new JsonType.Items(JsonType.text(1, 2), 1, 2), "").orNull(),
            Member.of("texts", new JsonType.Entries(JsonType.text(0, 2), 2, 3), ""),
            Member.of("object", new JsonType.AnyObject(), ""),
            Member.notYet("later"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|/name|this member is required",
                "{\"name\":null}|/name|a string is expected",
                "{\"name\":\"\"}|/name|1 to 3 characters are expected",
                "{\"title\":\"abcd\"}|/title|1 to 3 characters are expected",
                "{\"name\":\"a\",\"note\":\"abc\"}|/note|at most 2 characters are expected",
                "{\"name\":\"a\",\"count\":1.5}|/count|a whole number from 1 to 9 is expected",
                "{\"name\":\"a\",\"count\":99999999999999999999}|/count|a whole number from 1 to 9 is expected",
                "{\"name\":\"a\",\"share\":0.6}|/share|a number from 0.0 to 0.5 is expected",
                "{\"name\":\"a\",\"on\":\"true\"}|/on|true or false is expected",
                "{\"name\":\"a\",\"tags\":[]}|/tags|a list of 1 to 2 strings is expected; null or an absent member means all",
                "{\"name\":\"a\",\"tags\":[\"a\",\"abc\"]}|/tags/1|1 to 2 characters are expected",
                "{\"name\":\"a\",\"texts\":{\"abcd\":\"\"}}|/texts/abcd|a key of at most 3 characters is expected",
                "{\"name\":\"a\",\"texts\":{\"a/b\":1}}|/texts/a~1b|a string is expected",
                "{\"name\":\"a\",\"texts\":{\"a\":\"\",\"b\":\"\",\"c\":\"\"}}|/texts|an object of at most 2 strings is expected",
                "{\"name\":\"a\",\"object\":[]}|/object|an object is expected",
            })
    void findsWhatDoesNotFit(String body, String pointer, String message) throws JsonProcessingException {
        assertThat(check(body)).containsExactly(new Violation(pointer, message));
    }

    @Test
    void takesWhatFitsAndLeavesTheRestToTheReader() throws JsonProcessingException {
        assertThat(check("""
                        {"title":"\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00","note":null,"count":9,"share":0,"on":true,\
                        "tags":null,"texts":{},"object":{"a":1},"later":1,"unknown":2}\
                        """)).isEmpty();
    }

    @Test
    void findsAllAtOnce() throws JsonProcessingException {
        assertThat(check("{\"count\":0,\"on\":1}"))
                .extracting(Violation::pointer)
                .containsExactly("/name", "/count", "/on");
    }

    private static List<Violation> check(String body) throws JsonProcessingException {
        return CheckShape.of(SHAPE, new ObjectMapper().readTree(body));
    }
}
