package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeededConnectorsTest {

    private static final String PERSON = "connectors/acme-person-sink/acme-person-sink.kamelet.yaml";
    private static final String LOG = "connectors/acme-log-sink.kamelet.yaml";
    private static final String ORDER = "connectors/acme-order-source/acme-order-source.kamelet.yaml";

    private final Map<String, RouteFileContent> connectors = new TreeMap<>();

    NeededConnectorsTest() {
        put(PERSON, "to: kamelet:acme-log-sink");
        put(LOG, "to: log:x");
        put(ORDER, "to: kamelet:sink");
    }

    private void put(String file, String text) {
        connectors.put(file, new RouteFileContent.FileContent(file, text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> needed(String... routes) {
        return new NeededConnectors(connectors)
                .of(List.of(routes)).keySet().stream()
                        .map(file -> file.replaceFirst(".*/", "").replaceFirst("\\..*", ""))
                        .toList();
    }

    @Test
    void needsNoneWithoutACall() {
        assertThat(needed("to: log:x", "from: event:a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to: connector:acme-log",
                "to: connector:acme-log-sink?a=b",
                "to: kamelet:acme-log-sink",
                "to: connector://acme-log",
                "kamelet: {name: acme-log-sink}"
            })
    void needsWhatARouteNames(String route) {
        assertThat(needed(route)).containsExactly("acme-log-sink");
    }

    @Test
    void needsWhatAConnectorCalls() {
        assertThat(needed("to: connector:acme-person")).containsExactlyInAnyOrder("acme-person-sink", "acme-log-sink");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "toD: connector:${header.x}",
                "to: connector:acme-persn",
                "to: connector:{{which}}",
                "recipientList: kamelet:acme-log-sink"
            })
    void needsAllWhereTheNameIsUnknown(String route) {
        assertThat(needed(route)).hasSize(3);
    }

    @Test
    void keepsFilesThatAreRefusedInAnyCase() {
        connectors.put(
                "connectors/x.kamelet.yml",
                new RouteFileContent.Refused(new RouteFileProblem(
                        "connectors/x.kamelet.yml", SourceLocation.UNKNOWN, "misnamed", "rename")));

        assertThat(needed("to: log:x")).containsExactly("x");
    }
}
