package dev.sealpost.route.check;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Route files with one mistake each. */
final class RouteFileMistakes {

    static final String GOOD = """
            - route:
                id: good
                description: Writes orders down
                from:
                  uri: event:order.*
                  steps:
                    - log:
                        message: "${body}"
            """;

    static final String GOOD_XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <routes>
              <route id="good-xml">
                <from uri="event:order.*"/>
                <log message="${body}"/>
              </route>
            </routes>
            """;

    /** Returns language, text, line, and a part of the reason. */
    static Stream<Arguments> all() {
        return Stream.of(
                mistake("yaml", "- route:\n    id: x\n   from: {\n", 3, "not YAML"),
                mistake("yaml", "- route:\n\tid: x\n", 2, "not YAML"),
                mistake("yaml", "a: &a [x]\nb: *a\n", 2, "aliases"),
                mistake("yaml", bomb(), 2, "aliases"),
                mistake("yaml", "[".repeat(100_000), 1, "200 levels"),
                mistake("yaml", "just text\n", 1, "not a list"),
                mistake("yaml", "- rout:\n    id: x\n", 1, "rout"),
                mistake("yaml", "[]\n", -1, "no route"),
                mistake("yaml", "", -1, "empty"),
                mistake("yaml", "  \n\n", -1, "empty"),
                mistake("yaml", "# ".repeat(600_000), -1, "larger than 1 MiB"),
                mistake("yaml", GOOD.replace("message:", "mesage:"), 8, "mesage"),
                mistake("yaml", GOOD.replace("    - log:", "    - logg:"), 7, "logg"),
                mistake("yaml", step("foo:bar"), 7, "no component foo:"),
                mistake("yaml", step("log:x?levell=INFO"), 7, "option levell is unknown to log:"),
                mistake("yaml", step("event:order.done?aplication=acme"), 7, "option aplication is unknown to event:"),
                mistake("yaml", step("log:x?showAll=maybe"), 7, "option showAll of log: has an invalid value"),
                mistake("yaml", step("bean:noSuchBean"), 7, "no bean noSuchBean"),
                mistake("yaml", step("event:other.*"), 7, "event type"),
                mistake("yaml", step("log:{{no.such.key}}"), 7, "{{no.such.key}} has no value"),
                mistake("yaml", GOOD.replace("event:order.*", "event:order.*?ordered=maybe"), 5, "ordered=maybe"),
                mistake("yaml", GOOD.replace("event:order.*", "event:order.*?batch=1"), 5, "batch=1"),
                mistake(
                        "yaml",
                        GOOD.replace("event:order.*", "event:order.*?batchTimeout=5s"),
                        5,
                        "batchTimeout needs"),
                mistake(
                        "yaml",
                        GOOD.replace("event:order.*", "timer:x?batch=5"),
                        5,
                        "option batch is unknown to timer:"),
                mistake("yaml", step("event:order.done?batch=5"), 7, "the option batch belongs to from: event:"),
                mistake("yaml", step("event:order.done?batchTimeout=5s"), 7, "batchTimeout needs the option batch"),
                mistake("yaml", GOOD.replace("event:order.*", "nosuch:order"), 5, "no component nosuch:"),
                mistake("yaml", GOOD.replace("    id: good\n", ""), 1, "no id"),
                mistake("yaml", GOOD + GOOD, 9, "two routes with the id good"),
                mistake(
                        "yaml",
                        GOOD.substring(0, GOOD.indexOf("log:") + 2),
                        7,
                        "a text is not allowed here: expected a map"),
                mistake("yaml", GOOD.replace("message: \"${body}\"", "message: \"${bo"), 9, "not YAML"),
                mistake(
                        "yaml",
                        GOOD.replace("message: ", "message: {a: b} #"),
                        8,
                        "a map is not allowed here: expected a text"),
                mistake(
                        "yaml",
                        GOOD.substring(0, GOOD.indexOf("steps:")) + "steps: x\n",
                        6,
                        "a text is not allowed here: expected a list"),
                mistake("yaml", "- route:\n    id: a\n", 1, "the route has no from"),
                mistake("yaml", setting("loggingLevel: LOUD"), 9, "LOUD is not allowed here: expected TRACE, DEBUG"),
                mistake("yaml", setting("message: twice"), 9, "message is set twice"),
                mistake("yaml", deep("expresion: 'x'"), 15, "expresion is not allowed here"),
                mistake("yaml", deep("trim: maybe"), 15, "maybe is not allowed here: expected true or false"),
                mistake("yaml", retries("maximumRedeliveries: many"), 8, "many is not allowed here: expected a number"),
                mistake("yaml", retries("maximumRetries: 3"), 8, "maximumRetries is not allowed here"),
                mistake("xml", "<routes>\n<route id='x'>\n</routes>", 3, "not XML"),
                mistake("xml", "<!DOCTYPE routes SYSTEM 'file:///etc/passwd'>\n<routes/>", 1, "document types"),
                mistake(
                        "xml",
                        "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n<routes><route id='x'>&a;</route></routes>",
                        1,
                        "document types"),
                mistake("xml", "<a>".repeat(100_000), 1, "50 levels"),
                mistake("xml", GOOD_XML.replace("event:order.*", "nosuch:x"), 4, "no component nosuch:"),
                mistake("xml", GOOD_XML.replace("<log message=", "<logg message="), 5, "logg"));
    }

    private static Arguments mistake(String language, String text, int line, String reason) {
        return Arguments.of(language, text, line, reason);
    }

    static String step(String uri) {
        return GOOD.replace(
                        "        - log:\n            message: \"${body}\"", "        - to:\n            uri: " + uri)
                .replace("- to:\n            uri: ", "- to: ");
    }

    private static String setting(String line) {
        return GOOD.stripTrailing() + "\n            " + line + "\n";
    }

    private static String deep(String line) {
        return """
                - route:
                    id: deep
                    from:
                      uri: event:order.*
                      steps:
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: "${body} == 1"
                                steps:
                                  - setBody:
                                      expression:
                                        simple:
                                          LINE
                                          expression: "x"
                """.replace("LINE", line);
    }

    private static String retries(String line) {
        return """
                - routeConfiguration:
                    id: often
                    onException:
                      - onException:
                          exception:
                            - java.lang.Exception
                          redeliveryPolicy:
                            LINE
                """.replace("LINE", line);
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        return text.toString();
    }

    private RouteFileMistakes() {}
}
