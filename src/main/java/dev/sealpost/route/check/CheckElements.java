package dev.sealpost.route.check;

import dev.sealpost.route.check.XmlSchema.Form;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.SourceLocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Compares a route file in XML with Camel's XML schema, and reports every unknown element and attribute. Camel itself stops at
 * the first. Used only for files that Camel refused.
 */
final class CheckElements {

    private static final String REMEDY = "compare the line with Camel's XML documentation";

    private final String file;
    private final List<RouteFileProblem> problems = new ArrayList<>();
    /** Forms of the enclosing elements, innermost first; empty for an unknown element. */
    private final Deque<Optional<Form>> enclosing = new ArrayDeque<>();

    private CheckElements(String file) {
        this.file = file;
    }

    /** @param file well-formed XML without a document type */
    static List<RouteFileProblem> check(RouteFileContent.FileContent file) {
        CheckElements check = new CheckElements(file.name());
        try {
            check.read(CheckSyntax.reader(file.bytes()));
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException(file.name() + " is not well-formed", e);
        }
        return List.copyOf(check.problems);
    }

    private void read(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            // the end of the last event is the start of this one
            SourceLocation place = CheckSyntax.place(reader.getLocation());
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                Optional<Form> form = form(reader.getLocalName(), place);
                form.filter(known -> !known.isOpen()).ifPresent(known -> attributes(reader, known, place));
                enclosing.push(form);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                enclosing.pop();
            }
        }
    }

    private Optional<Form> form(String name, SourceLocation place) {
        XmlSchema schema = XmlSchema.ofCamel();
        if (enclosing.isEmpty()) {
            return schema.element(name);
        }
        Optional<Form> outer = enclosing.getFirst();
        if (outer.isEmpty() || outer.get().isOpen()) {
            return Optional.empty();
        }
        String type = outer.get().elements().get(name);
        if (type != null) {
            return schema.type(type);
        }
        problem(
                place,
                "the element " + name + " is not allowed here",
                name,
                outer.get().elements().keySet());
        return schema.element(name);
    }

    private void attributes(XMLStreamReader reader, Form form, SourceLocation place) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String name = reader.getAttributeLocalName(i);
            boolean isOfCamel = reader.getAttributeNamespace(i) == null
                    || reader.getAttributeNamespace(i).isEmpty();
            if (isOfCamel && !form.attributes().contains(name)) {
                problem(
                        place,
                        "the element " + reader.getLocalName() + " has no attribute " + name,
                        name,
                        form.attributes());
            }
        }
    }

    private void problem(SourceLocation place, String reason, String name, Collection<String> known) {
        problems.add(new RouteFileProblem(file, place, reason, SimilarName.remedy(name, known, REMEDY)));
    }
}
