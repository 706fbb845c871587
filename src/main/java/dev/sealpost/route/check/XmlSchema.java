package dev.sealpost.route.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.camel.xml.in.ModelParser;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Allowed content of an XML route file, by the XML schema that Camel ships with its reader ({@code camel-xml-io.xsd}). Camel
 * itself checks the order of elements and their text.
 */
final class XmlSchema {

    private static final String LOCATION = "/camel-xml-io.xsd";
    private static final String XS = XMLConstants.W3C_XML_SCHEMA_NS_URI;
    private static final XmlSchema CAMEL = read();

    /** Type names by top-level element. */
    private final Map<String, String> elements = new HashMap<>();

    private final Map<String, Element> types = new HashMap<>();

    /**
     * Allowed content of an element.
     *
     * @param attributes names of the attributes
     * @param elements type names of the child elements, by element name
     * @param isOpen true if any content is allowed
     */
    record Form(Set<String> attributes, Map<String, String> elements, boolean isOpen) {}

    private XmlSchema(Element schema) {
        for (Element child : children(schema)) {
            if (child.getLocalName().equals("element")) {
                elements.put(child.getAttribute("name"), local(child.getAttribute("type")));
            } else if (child.getLocalName().equals("complexType")) {
                types.put(child.getAttribute("name"), child);
            }
        }
    }

    static XmlSchema ofCamel() {
        return CAMEL;
    }

    private static XmlSchema read() {
        try (InputStream stream = ModelParser.class.getResourceAsStream(LOCATION)) {
            if (stream == null) {
                throw new IllegalStateException(LOCATION + " is missing from camel-xml-io");
            }
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return new XmlSchema(factory.newDocumentBuilder().parse(stream).getDocumentElement());
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(LOCATION + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the form of a top-level element. */
    Optional<Form> element(String name) {
        return Optional.ofNullable(elements.get(name)).flatMap(this::type);
    }

    /** Returns the form of a type; empty for a simple type, such as plain text. */
    Optional<Form> type(String name) {
        Element type = types.get(name);
        if (type == null) {
            return Optional.empty();
        }
        Set<String> attributes = new TreeSet<>();
        Map<String, String> inside = new TreeMap<>();
        boolean isOpen = false;
        for (Element part : below(type)) {
            switch (part.getLocalName()) {
                case "attribute" -> attributes.add(part.getAttribute("name"));
                case "element" -> {
                    String referred = local(part.getAttribute("ref"));
                    if (referred.isEmpty()) {
                        inside.put(part.getAttribute("name"), local(part.getAttribute("type")));
                    } else {
                        inside.put(referred, elements.getOrDefault(referred, ""));
                    }
                }
                case "any" -> isOpen = true;
                case "extension" -> {
                    Optional<Form> base = type(local(part.getAttribute("base")));
                    base.ifPresent(form -> {
                        attributes.addAll(form.attributes());
                        inside.putAll(form.elements());
                    });
                    isOpen |= base.filter(Form::isOpen).isPresent();
                }
                default -> {
                    // sequences and choices: below() also returns their content
                }
            }
        }
        return Optional.of(new Form(attributes, inside, isOpen));
    }

    private static List<Element> below(Element element) {
        List<Element> found = new ArrayList<>();
        for (Element child : children(element)) {
            found.add(child);
            found.addAll(below(child));
        }
        return found;
    }

    /** Returns the children in the namespace of XML Schema. */
    private static List<Element> children(Element element) {
        List<Element> found = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element each && XS.equals(each.getNamespaceURI())) {
                found.add(each);
            }
        }
        return found;
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }
}
