package dev.sealpost.api.connector;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.connector.call.CallVariables;
import dev.sealpost.connector.call.MakeCall;
import dev.sealpost.connector.call.TestConnection;
import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ParameterException;
import dev.sealpost.connector.credential.CredentialException;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.route.file.ConnectorFiles;
import dev.sealpost.route.load.OfferedConnectors;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /connector}: the connectors that the routes of this node can use. */
@RestController
@RequestMapping(ConnectorController.PATH)
class ConnectorController {

    static final String PATH = "/api/v1/connector";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ICON = "icon.svg";
    private static final int LONGEST_NAME = 256;
    private static final int MOST_PARAMETERS = 100;

    static final Shape SHAPE = Shape.of(
            "ConnectorTestIn",
            Member.of("credential", JsonType.text(1, LONGEST_NAME), "Name of the credential.")
                    .asRequired()
                    .like("\"slack\""),
            Member.of(
                            "parameters",
                            new JsonType.Entries(new JsonType.Anything(), MOST_PARAMETERS, LONGEST_NAME),
                            "Values of the parameters that the test needs, by name.")
                    .like("{}"));

    private final OfferedConnectors connectors;
    private final ConnectorFiles files;
    private final Credentials credentials;
    private final MakeCall.Surroundings calls;
    private final ReadBody read;

    ConnectorController(
            OfferedConnectors connectors,
            ConnectorFiles files,
            Credentials credentials,
            MakeCall.Surroundings calls,
            ReadBody read) {
        this.connectors = connectors;
        this.files = files;
        this.credentials = credentials;
        this.calls = calls;
        this.read = read;
    }

    /**
     * Connector with its documentation.
     *
     * @param readme how to set up the vendor's side (Markdown)
     * @param example body of an example event (JSON)
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ConnectorDetail(
            @JsonUnwrapped ConnectorOut connector, Optional<String> readme, Optional<JsonNode> example) {}

    /** Result of a connection test. */
    record TestOut(boolean works, String message) {}

    /** Lists all connectors by name, without pagination. */
    @Operation(needs = Permission.VIEW, summary = "List the connectors")
    @GetMapping
    ListResponse<ConnectorOut> list() {
        return ListResponse.whole(
                connectors.all().values().stream().map(this::out).toList());
    }

    @Operation(needs = Permission.VIEW, summary = "Get a connector")
    @GetMapping("/{name}")
    ConnectorDetail get(@PathVariable("name") String name) {
        Connector connector = find(name);
        return new ConnectorDetail(
                out(connector),
                files.text(connector.name(), "README.md"),
                files.text(connector.name(), "example.json").flatMap(ConnectorController::json));
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Returns the icon. A browser runs no script in it. */
    @Operation(needs = Permission.VIEW, summary = "Get the icon of a connector")
    @GetMapping("/{name}/icon")
    ResponseEntity<String> icon(@PathVariable("name") String name) {
        String icon = files.text(find(name).name(), ICON).orElseThrow(() -> ProblemException.notFound("icon"));
        return ResponseEntity.ok()
                .contentType(MediaType.valueOf("image/svg+xml;charset=UTF-8"))
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .body(icon);
    }

    /** Shows at the vendor whether a credential works: {@code {"credential", "parameters"?}}. Changes nothing there. */
    @Operation(needs = Permission.OPERATE, summary = "Test a credential at the vendor of a connector")
    @BodyShape(ConnectorController.class)
    @PostMapping("/{name}/test")
    TestOut test(@PathVariable("name") String name, HttpServletRequest request) {
        Connector connector = find(name);
        Fields fields = read.fields(request);
        String credential = fields.value("credential", "", Fields::text);
        Map<String, String> parameters = fields.value("parameters", Map.of(), ConnectorController::texts);
        fields.throwIfInvalid();
        if (parameters.containsKey(CallVariables.BASE_URL)) {
            throw new ProblemException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "invalid_parameter",
                    "baseUrl cannot be set here, because the credential would be sent to any address;"
                            + " set url of the credential, or use sealpost connector test");
        }
        if (!connector.needsCredential()) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "no_credential",
                    "The connector " + connector.name() + " needs no credential.");
        }
        try {
            connector.requireCredential(credential, credentials);
            TestConnection.ConnectionResult result = new TestConnection(
                            connector.call().orElseThrow(), calls)
                    .test(credentials.find(credential).orElseThrow(), connector.valuesAsFarAsGiven(parameters));
            return new TestOut(result.works(), result.message());
        } catch (CredentialException e) {
            return new TestOut(false, String.valueOf(e.getMessage()));
        } catch (ParameterException e) {
            throw new ProblemException(
                    HttpStatus.UNPROCESSABLE_ENTITY, "invalid_parameter", e.getMessage() + "; " + e.remedy());
        }
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.fields()
                .forEachRemaining(
                        each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }

    private Connector find(String name) {
        return connectors.find(name).orElseThrow(() -> ProblemException.notFound("connector"));
    }

    private ConnectorOut out(Connector connector) {
        return ConnectorOut.of(
                connector,
                connectors.uri(connector),
                files.text(connector.name(), ICON).isPresent());
    }
}
