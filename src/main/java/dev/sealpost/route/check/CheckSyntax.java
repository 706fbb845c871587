package dev.sealpost.route.check;

import dev.sealpost.delivery.FailureText;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileRefused;
import dev.sealpost.route.file.SourceLocation;
import java.io.ByteArrayInputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a route file as plain YAML or XML before Camel does: to find the line of a mistake, and to refuse content that could
 * exhaust memory or read other files (multiplying aliases, document types with entities, unlimited nesting).
 */
final class CheckSyntax {

    /** One level of a route is up to four levels of YAML, and one level of XML. */
    private static final int MAX_YAML_DEPTH = 200;

    private static final int MAX_XML_DEPTH = 50;

    private CheckSyntax() {}

    /** @throws RouteFileRefused if the file is not well-formed or uses features that no route needs */
    static void check(RouteFileContent.FileContent file) {
        if (file.isXml()) {
            checkXml(file.name(), file.bytes());
        } else {
            checkYaml(file.name(), file.bytes());
        }
    }

    private static void checkYaml(String file, byte[] content) {
        int depth = 0;
        int documents = 0;
        try {
            for (Event event :
                    new Parse(LoadSettings.builder().build()).parseInputStream(new ByteArrayInputStream(content))) {
                if (event instanceof AliasEvent alias) {
                    throw new RouteFileRefused(
                            file,
                            place(event.getStartMark()),
                            "YAML aliases (*" + alias.getAlias() + ") are not allowed in route files",
                            "replace the alias by the content it refers to");
                } else if (event instanceof DocumentStartEvent) {
                    documents++;
                } else if (event instanceof CollectionStartEvent) {
                    depth++;
                } else if (event instanceof CollectionEndEvent) {
                    depth--;
                }
                if (documents > 1) {
                    throw new RouteFileRefused(
                            file,
                            place(event.getStartMark()),
                            "the file has more than one YAML document",
                            "delete the line ---, or split the file");
                }
                if (depth > MAX_YAML_DEPTH) {
                    throw tooDeep(file, MAX_YAML_DEPTH, place(event.getStartMark()));
                }
            }
        } catch (MarkedYamlEngineException e) {
            throw new RouteFileRefused(
                    file,
                    place(e.getProblemMark()),
                    "this is not YAML: " + FailureText.clean(String.valueOf(e.getProblem())),
                    "correct the line; indent with spaces");
        } catch (YamlEngineException e) {
            throw new RouteFileRefused(
                    file,
                    SourceLocation.UNKNOWN,
                    "this is not YAML in UTF-8: " + unreadable(e),
                    "save the file as UTF-8 text");
        }
    }

    private static String unreadable(YamlEngineException failure) {
        return failure.getCause() instanceof CharacterCodingException
                ? "it contains invalid bytes"
                : FailureText.clean(String.valueOf(failure.getMessage()));
    }

    private static SourceLocation place(Optional<Mark> mark) {
        return mark.map(found -> SourceLocation.at(found.getLine() + 1, found.getColumn() + 1))
                .orElse(SourceLocation.UNKNOWN);
    }

    static SourceLocation place(Location location) {
        return SourceLocation.at(location.getLineNumber(), location.getColumnNumber());
    }

    /** Returns a reader that loads no external entities. */
    static XMLStreamReader reader(byte[] content) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(new ByteArrayInputStream(content));
    }

    private static void checkXml(String file, byte[] content) {
        int depth = 0;
        try {
            XMLStreamReader reader = reader(content);
            while (reader.hasNext()) {
                int event = reader.next();
                SourceLocation place = place(reader.getLocation());
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw new RouteFileRefused(
                            file,
                            place,
                            "document types and entities are not allowed in route files",
                            "delete the DOCTYPE and replace each entity by its text");
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
                if (depth > MAX_XML_DEPTH) {
                    throw tooDeep(file, MAX_XML_DEPTH, place);
                }
            }
        } catch (XMLStreamException e) {
            throw new RouteFileRefused(
                    file,
                    e.getLocation() == null ? SourceLocation.UNKNOWN : place(e.getLocation()),
                    "this is not XML: " + FailureText.clean(String.valueOf(e.getMessage())),
                    "correct the line");
        }
    }

    private static RouteFileRefused tooDeep(String file, int deepest, SourceLocation place) {
        return new RouteFileRefused(
                file, place, "the file is nested more than " + deepest + " levels deep", "split the route");
    }
}
