package dev.sealpost.connector.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.call.ExactJson;
import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ConnectorFileException;
import dev.sealpost.connector.catalog.ParameterException;
import dev.sealpost.connector.credential.CredentialException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tests the folder of a connector: its rules, and its conversation. */
public final class TestConnector {

    private static final String CONVERSATION = "conversation.yaml";
    private static final String EXAMPLE = "example.json";

    private final VendorClient client;

    /** @param client that may call the loopback address */
    public TestConnector(VendorClient client) {
        this.client = client;
    }

    /** Returns which rules for connectors the folder breaks, without its conversation. */
    public static List<ConnectorFinding> rules(ConnectorFolder folder) {
        try {
            return ConnectorRules.check(folder, folder.connector());
        } catch (ConnectorFileException e) {
            return List.of(); // the check of the file reports it
        }
    }

    /** Returns what is wrong; empty for a finished connector. */
    public List<ConnectorFinding> test(ConnectorFolder folder) {
        try {
            Connector connector = folder.connector();
            List<ConnectorFinding> findings = new ArrayList<>(ConnectorRules.check(folder, connector));
            Optional<String> conversation = folder.text(CONVERSATION);
            if (connector.call().isPresent() && conversation.isPresent()) {
                findings.addAll(play(connector, conversation.get(), example(folder)));
            }
            return List.copyOf(findings);
        } catch (ConnectorFileException e) {
            return List.of(new ConnectorFinding(
                    folder.name(), "line " + e.line() + ": " + e.getMessage() + "; " + e.remedy()));
        }
    }

    private List<ConnectorFinding> play(Connector connector, String text, JsonNode example) {
        Conversation conversation = ReadConversation.read(text);
        List<ConnectorFinding> findings = new ArrayList<>(ConnectorRules.check(conversation));
        try (StandInVendor vendor = new StandInVendor()) {
            findings.addAll(new PlayConversation(connector, conversation, example, client, vendor).play());
        } catch (CredentialException e) {
            findings.add(new ConnectorFinding(CONVERSATION, String.valueOf(e.getMessage())));
        } catch (ParameterException e) {
            findings.add(new ConnectorFinding(CONVERSATION, e.getMessage() + "; " + e.remedy()));
        } catch (IOException e) {
            throw new UncheckedIOException("The stand-in of the vendor cannot start: " + e.getMessage(), e);
        }
        return findings;
    }

    private static JsonNode example(ConnectorFolder folder) {
        try {
            String text = folder.text(EXAMPLE).orElse("null");
            JsonNode example = ExactJson.mapper().readTree(text);
            return example == null ? NullNode.getInstance() : example;
        } catch (JsonProcessingException e) {
            return NullNode.getInstance();
        }
    }
}
