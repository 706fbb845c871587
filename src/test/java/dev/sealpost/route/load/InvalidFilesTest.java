package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.route.file.RouteFileProblem;
import org.apache.camel.Route;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid and unusual files: each runs or is refused with a reason, and the other files run in any case. */
@Timeout(60)
class InvalidFilesTest {

    @RegisterExtension
    private final RouteFilesRig rig = new RouteFilesRig();

    @BeforeEach
    void writeFiles() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
    }

    private static String step(String step) {
        return "- route:\n    id: odd\n    from:\n      uri: event:order.*\n      steps:\n        - %s\n"
                .formatted(step);
    }

    private RouteFileProblem refused(String file, String text) throws Exception {
        rig.file(file, text);
        rig.reload.load();

        assertThat(rig.attempt("orders").outcome()).isInstanceOf(Succeeded.class);
        assertThat(rig.problems.all()).isNotEmpty();
        RouteFileProblem problem = rig.problems.all().getFirst();
        assertThat(problem.file()).isEqualTo(file);
        assertThat(problem.toString()).doesNotContain("Exception", "java.lang.Null", "NullPointer");
        assertThat(rig.status(file).state()).isEqualTo(RouteFileStatus.FileState.REFUSED);
        return problem;
    }

    // Faults 17 and 34.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unmarshal: {avro: {}}                                                | needs camel-jackson-avro, which is not in this build
            marshal: {fhirJson: {}}                                              | camel-fhir
            setBody: {expression: {mvel: {expression: $}}}                       | language mvel needs camel-mvel
            tokenizer: {langChain4jLineTokenizer: {maxTokens: 9, tokenizerType: OPEN_AI, maxOverlap: 1}}        | camel-langchain4j-tokenizer
            to: {uri: "mongodb:x"}                                               | needs camel-mongodb
            to: {uri: "kafkaa:x"}                                                | there is no component kafkaa:
            bean: {ref: nothing}                                                 | no bean nothing
            bean: {beanType: com.example.Nothing}                                | com.example.Nothing
            saga: {steps: [{log: {message: x}}]}                                 | saga
            transacted: {steps: [{log: {message: x}}]}                           | ransact
            to: {uri: "rest:get:x"}                                              | rest
            """)
    void reportsAMissingPart(String step, String reason) throws Exception {
        RouteFileProblem problem = refused("routes/odd.camel.yaml", step(step));

        assertThat(problem.reason()).contains(reason);
        assertThat(problem.line().orElse(0)).as(problem.toString()).isBetween(4, 6);
    }

    // Fault 34.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - route: {id: a, from: {uri: 'direct:a', steps: [{log: x}]}}~---~- route: {id: b}  | 2 | more than one YAML document
            # nothing~# at all~                                                                 | 0 | no route
            ---~# nothing~                                                                      | 0 | no route
            - rest: {get: [{path: x, to: 'direct:x'}]}                                          | 1 | rest is not allowed
            - restConfiguration: {component: x}                                                 | 1 | restConfiguration is not allowed
            - interceptSendToEndpoint: {uri: 'log:x', steps: [{log: x}]}                        | 1 | interceptSendToEndpoint is not
            - dataFormats: {json: {id: x}}                                                      | 1 | dataFormats is not allowed
            - routeTemplate: {id: t, from: {uri: 'direct:x', steps: [{log: x}]}}~- templatedRoute: {routeTemplateRef: t}~- route: {id: a, from: {uri: 'direct:a', steps: [{log: x}]}} | 1 | routeTemplate
            - route-template: {id: t, from: {uri: 'direct:x', steps: [{log: x}]}}               | 1 | route-template
            - routeConfiguration: {onException: [{onException: {exception: [java.lang.Exception], handled: {constant: 'true'}}}]} | 1 | without an id
            - onException: {exception: [java.lang.Exception], handled: {constant: 'true'}}      | 0 | contains no route
            - errorHandler: {noErrorHandler: {}}                                                | 0 | contains no route
            - beans: [{name: lostTriggers, type: java.lang.Object}]~- route: {id: a, from: {uri: 'direct:a', steps: [{log: x}]}} | 1 | reserved by Sealpost
            apiVersion: camel.apache.org/v1~kind: Integration~spec: {flows: []}                 | 1 | kind: Integration
            apiVersion: camel.apache.org/v1~kind: Pipe~metadata: {name: p}~spec: {source: {uri: 'timer:x'}, sink: {uri: 'log:x'}} | 1 | kind: Pipe
            - from:~    uri: 'direct:a'~    steps: [{log: x}]                                   | 1 | no id
            - route: {id: a, from: {uri: event, steps: [{log: x}]}}                             | 1 | event
            - route: {id: a, from: {uri: event, parameters: {application: acme}, steps: [{log: x}]}} | 1 | event type
            """)
    void refusesYamlWithAReason(String text, int line, String reason) throws Exception {
        RouteFileProblem problem = refused("routes/odd.camel.yaml", text.replace("~", "\n"));

        assertThat(problem.reason()).containsIgnoringCase(reason);
        assertThat(problem.line().orElse(0)).as(problem.toString()).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <camel><routeConfiguration><onException><exception>java.lang.Exception</exception></onException></routeConfiguration></camel>| without an id
            <camel><routeConfiguration id=""><onException><exception>java.lang.Exception</exception></onException></routeConfiguration></camel>| without an id
            <camel><rest path="x"><get path="y"><to uri="direct:x"/></get></rest></camel> | rest is not
            <camel><component-scan base-package="x"/></camel> | component-scan
            <camel><routeTemplate id="x"><route><from uri="direct:x"/><log message="x"/></route></routeTemplate></camel> | routeTemplate
            <routeTemplates><routeTemplate id="x"><route><from uri="direct:x"/><log message="x"/></route></routeTemplate></routeTemplates> | routeTemplates
            <rests><rest/></rests> | rests
            <camel><bean name="lostTriggers" type="java.lang.Object"/></camel> | reserved by Sealpost
            <camel><dataFormats><json id="x"/></dataFormats></camel> | dataFormats
            """)
    void refusesXmlWithAReason(String text, String reason) throws Exception {
        assertThat(refused("routes/odd.camel.xml", text).reason()).contains(reason);
    }

    // Fault 30.
    @Test
    void readsAConfigurationInsideCamel() throws Exception {
        rig.file("routes/inside.camel.xml", """
                <camel>
                  <bean name="inside" type="java.util.ArrayList"/>
                  <routeConfiguration id="mild">
                    <onException>
                      <exception>java.lang.Exception</exception>
                      <handled><constant>true</constant></handled>
                    </onException>
                  </routeConfiguration>
                  <route id="inside" routeConfigurationId="mild">
                    <from uri="event:order.*"/>
                    <bean ref="inside" method="size"/>
                    <throwException exceptionType="java.lang.IllegalStateException" message="x"/>
                  </route>
                </camel>
                """);
        rig.reload.load();

        assertThat(rig.problems.all()).isEmpty();
        assertThat(rig.attempt("inside").outcome()).isInstanceOf(Succeeded.class);

        rig.reload.reload();
        assertThat(rig.problems.all()).isEmpty();
    }

    // Fault 31.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes/short.camel.yml",
                "routes/plain.yaml",
                "routes/UPPER.CAMEL.YAML",
                "routes/Mixed.Camel.Xml",
                "routes/deep/er/notepad.camel.yaml.txt",
                "routes/sink.kamelet.yaml",
                "routes/Route.java",
                "connectors/shop.kamelet.yml",
                "connectors/shop.yaml",
            })
    void reportsAFileThatIsNotLoaded(String name) throws Exception {
        assertThat(refused(name, RouteFilesRig.ORDERS.replace("id: orders", "id: other"))
                        .reason())
                .contains("the file name must end in .");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes/README.md",
                "routes/.hidden.yaml",
                "routes/old.camel.yaml.disabled",
                "routes/x.camel.yaml~"
            })
    void ignoresOtherFiles(String name) throws Exception {
        rig.file(name, "x");
        rig.reload.load();

        assertThat(rig.problems.all()).isEmpty();
    }

    // Fault 32.
    @ParameterizedTest
    @ValueSource(strings = {"types", "type", "eventType", "name"})
    void readsTheEventTypeFromTheParameters(String name) throws Exception {
        rig.file("routes/odd.camel.yaml", """
                - route:
                    id: odd
                    from:
                      uri: event
                      parameters: {NAME: order.*, application: acme, deadline: 5s}
                      steps:
                        - to: {uri: event, parameters: {NAME: stock.reserved, application: acme}}
                """.replace("NAME", name));
        rig.reload.load();

        assertThat(rig.problems.all()).isEmpty();
        assertThat(rig.attempt("odd").outcome()).isInstanceOf(Succeeded.class);
        assertThat(rig.app.publisher.published.getLast().type().name()).isEqualTo("stock.reserved");
    }

    /** Files are read in the order of their names: the second file must not replace the bean of the first. */
    @Test
    void refusesABeanOfAnotherFile() throws Exception {
        String text = "- beans: [{name: own, type: java.util.ArrayList}]\n" + step("bean: {ref: own, method: size}");
        rig.file("routes/a.camel.yaml", text);
        rig.reload.load();
        assertThat(rig.problems.all()).isEmpty();

        rig.file("routes/b.camel.yaml", text.replace("id: odd", "id: other"));
        rig.settle();
        assertThat(rig.problems.all().getFirst().toString())
                .startsWith("routes/b.camel.yaml:1:11: the bean name own is already used in routes/a.camel.yaml");

        rig.file("routes/a.camel.yaml", step("log: {message: x}"));
        rig.settle();
        rig.reload.reload();
        assertThat(rig.problems.all()).isEmpty();
        assertThat(rig.attempt("other").outcome()).isInstanceOf(Succeeded.class);
    }

    /** A second configuration with the same id would also apply to the routes that use the first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "- routeConfiguration: {id: mild, onException: [{onException: {exception: [java.lang.Exception], handled: {constant: 'true'}}}]}",
                "- route-configuration: {id: mild, errorHandler: {noErrorHandler: {}}}",
                "<routeConfigurations><routeConfiguration id='mild'><onException><exception>java.lang.Exception</exception><handled><constant>true</constant></handled></onException></routeConfiguration></routeConfigurations>"
            })
    void refusesAConfigurationOfAnotherFile(String text) throws Exception {
        rig.file(
                "routes/mild.camel.yaml",
                "- routeConfiguration: {id: mild, intercept: [{intercept: {steps: [{log: x}]}}]}\n");
        rig.file("routes/failing.camel.yaml", """
                - route:
                    id: failing
                    routeConfigurationId: mild
                    from:
                      uri: event:order.*
                      steps: [{throwException: {exceptionType: java.lang.IllegalStateException, message: x}}]
                """);
        String file = "routes/z-mild.camel." + (text.startsWith("<") ? "xml" : "yaml");

        assertThat(refused(file, text).reason()).contains("mild is already used in routes/mild.camel.yaml");

        assertThat(rig.attempt("failing").outcome()).isNotInstanceOf(Succeeded.class);
    }

    // Fault 25.
    @ParameterizedTest
    @ValueSource(strings = {"", "- route: {id: dynamic, from: {uri: 'direct:d', steps: [{toD: 'log:${body}'}]}}\n"})
    void reloadsARouteThatStartsWithASource(String besides) throws Exception {
        if (!besides.isEmpty()) {
            rig.file("routes/besides.camel.yaml", besides);
        }
        rig.file("connectors/inbox-source.kamelet.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: inbox-source}
                spec:
                  definition: {title: Inbox, properties: {box: {title: Box, type: string}}}
                  template:
                    from:
                      uri: direct:{{box}}
                      steps:
                        - setHeader: {name: SealpostApplication, constant: acme}
                        - to: {uri: kamelet:sink}
                """);
        String text = """
                - route:
                    id: inbox
                    from:
                      uri: kamelet:inbox-source
                      parameters: {box: one}
                      steps:
                        - setBody: {constant: '"first"'}
                        - to: {uri: event:stock.reserved}
                """;
        rig.file("routes/inbox.camel.yaml", text);
        rig.reload.load();
        assertThat(rig.problems.all()).isEmpty();

        for (String word : new String[] {"second", "third"}) {
            rig.file("routes/inbox.camel.yaml", text.replace("first", word));
            rig.settle();
            assertThat(rig.problems.all()).isEmpty();
            sends(word);
        }

        rig.file(
                "routes/inbox.camel.yaml",
                text.replace("first", "fourth")
                        + "- route: {id: clash, from: {uri: 'direct:one', steps: [{log: x}]}}\n");
        rig.settle();
        assertThat(rig.problems.all()).hasSize(1);
        sends("third");
        assertThat(rig.app.camel.getRoutes().stream().filter(Route::isCreatedByKamelet))
                .hasSize(1);
    }

    private void sends(String word) {
        int before = rig.app.publisher.published.size();
        rig.app.camel.createProducerTemplate().sendBody("direct:one", "x");
        assertThat(rig.lastPublished()).contains(word);
        assertThat(rig.app.publisher.published).hasSize(before + 1);
    }
}
