package dev.sealpost.route.check;

import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.DataFormatModel;

/** One route for each component, data format, language and step of Camel's catalog, with no more than it requires. */
final class MinimalRoutes {

    private static final CamelCatalog CATALOG = new DefaultCamelCatalog();

    /** URIs where an arbitrary value of a required option is not valid. */
    private static final Map<String, String> URIS = Map.ofEntries(
            Map.entry("bean", "bean:java.lang.String"),
            Map.entry("class", "class:java.lang.String"),
            Map.entry("dataset", "dataset:data"),
            Map.entry("dataset-test", "dataset-test:direct:x"),
            Map.entry("kamelet", "kamelet:log-sink"),
            Map.entry("dataformat", "dataformat:jackson:marshal"),
            Map.entry("jdbc", "jdbc:shop"),
            Map.entry("language", "language:simple:x"),
            Map.entry("ref", "ref:x"),
            Map.entry("rest", "rest:get:x?host=example.com&producerComponentName=http"),
            Map.entry("quartz", "quartz:x?cron=0+0+0+*+*+?"),
            Map.entry("sql", "sql:select 1?dataSource=#shop"),
            Map.entry("sql-stored", "sql-stored:x()?dataSource=#shop"),
            Map.entry("validator", "validator:elements/any.xsd"),
            Map.entry("xslt", "xslt:elements/any.xsl"),
            Map.entry("jms", "jms:x?connectionFactory=#broker"),
            Map.entry("amqp", "amqp:x?connectionFactory=#broker"),
            Map.entry("event", "event:x"));

    /** Content of steps that do nothing, or not this, without it. */
    private static final Map<String, String> STEPS = steps();

    private static final String VALUE = "expression: {simple: {expression: '${body}'}}";
    private static final String LOG = "steps: [{log: {message: x}}]";

    /** Components that only start a route. */
    private static final String START =
            "- route:\n    id: %s\n    from:\n      uri: '%s'\n      steps:\n        - log: {message: x}\n";

    private static final String STEP = "- route:\n    id: %s\n    from:\n      uri: %s\n      steps:\n        - %s\n";

    private MinimalRoutes() {}

    private static String step(String id, String step) {
        return STEP.formatted(id, "direct:" + id, step);
    }

    static Map<String, String> components() {
        Map<String, String> routes = new TreeMap<>();
        for (String name : CATALOG.findComponentNames()) {
            ComponentModel component = CATALOG.componentModel(name);
            String uri = URIS.getOrDefault(name, uri(component));
            routes.put(
                    name,
                    component.isConsumerOnly() ? START.formatted(name, uri) : step(name, "to: {uri: '" + uri + "'}"));
        }
        return routes;
    }

    private static String uri(ComponentModel component) {
        Map<String, String> required = component.getEndpointOptions().stream()
                .filter(BaseOptionModel::isRequired)
                .collect(Collectors.toMap(BaseOptionModel::getName, MinimalRoutes::value));
        try {
            String uri = CATALOG.asEndpointUri(component.getScheme(), required, false);
            return uri.indexOf(':') < 0 ? uri + ":x" : uri;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(component.getScheme(), e);
        }
    }

    private static String value(BaseOptionModel option) {
        if (option.getDefaultValue() != null) {
            return String.valueOf(option.getDefaultValue());
        }
        if (option.getEnums() != null) {
            return option.getEnums().getFirst();
        }
        return switch (option.getType()) {
            case "integer" -> "1";
            case "boolean" -> "true";
            default -> option.getName().equals("host") || option.getName().equals("hostname") ? "example.com" : "x";
        };
    }

    static Map<String, String> dataFormats() {
        Map<String, String> routes = new TreeMap<>();
        for (String name : CATALOG.findDataFormatNames()) {
            DataFormatModel part = CATALOG.dataFormatModel(name);
            Map<String, String> options = new LinkedHashMap<>();
            if (Set.of("json", "yaml", "avro", "protobuf").contains(part.getModelName())) {
                options.put("library", library(name));
            }
            part.getOptions().stream()
                    .filter(option -> option.isRequired() && !option.getName().equals("id"))
                    .forEach(option -> options.put(option.getName(), value(option)));
            if (name.startsWith("bindy")) {
                options.put("type", name.equals("bindyKvp") ? "KeyValue" : name.substring("bindy".length()));
                options.put("classType", "java.lang.String");
            }
            options.replace("contextPath", "org.apache.camel.model");
            String content = options.entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue())
                    .collect(Collectors.joining(", "));
            routes.put(name, step(name, "unmarshal: {" + part.getModelName() + ": {" + content + "}}"));
        }
        return routes;
    }

    private static String library(String name) {
        return switch (name) {
            case "avro" -> "ApacheAvro";
            case "protobuf" -> "GoogleProtobuf";
            case "avroJackson", "protobufJackson", "jackson" -> "Jackson";
            case "snakeYaml" -> "SnakeYAML";
            case "gson" -> "Gson";
            case "jsonb" -> "Jsonb";
            case "fastjson" -> "Fastjson";
            default -> name;
        };
    }

    static Map<String, String> languages() {
        Map<String, String> routes = new TreeMap<>();
        for (String name : CATALOG.findLanguageNames()) {
            String model = CATALOG.languageModel(name).getModelName();
            String text = name.equals("jsonpath") ? "$.x" : "x";
            String more =
                    switch (name) {
                        case "tokenize" -> "token: x";
                        case "xtokenize" -> "expression: /x";
                        case "bean" -> "beanType: java.lang.String, method: length";
                        default -> "expression: '" + text + "'";
                    };
            routes.put(name, step(name, "setBody: {expression: {" + model + ": {" + more + "}}}"));
        }
        return routes;
    }

    private static Map<String, String> steps() {
        Map<String, String> steps = new TreeMap<>();
        steps.put(
                "aggregate",
                "{aggregationStrategy: '#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy', completionSize: 3, correlationExpression: {constant: {expression: x}}, LOG}");
        steps.put("bean", "{beanType: java.util.ArrayList, method: size}");
        steps.put("choice", "{when: [{VALUE, LOG}]}");
        steps.put("circuitBreaker", "{LOG, onFallback: {LOG}}");
        steps.put("claimCheck", "{operation: Push}");
        for (String name : List.of("convertBodyTo", "convertHeaderTo", "convertVariableTo")) {
            steps.put(name, name.startsWith("convertB") ? "{type: String}" : "{name: x, type: String}");
        }
        for (String name : List.of(
                "delay",
                "enrich",
                "dynamicRouter",
                "pollEnrich",
                "recipientList",
                "routingSlip",
                "setBody",
                "script",
                "sort",
                "transform",
                "throttle",
                "validate")) {
            steps.put(name, "{VALUE}");
        }
        for (String name : List.of("filter", "loop", "split")) {
            steps.put(name, "{VALUE, LOG}");
        }
        for (String name : List.of("multicast", "pipeline", "step", "saga", "loadBalance")) {
            steps.put(name, name.equals("loadBalance") ? "{LOG, roundRobinLoadBalancer: {}}" : "{LOG}");
        }
        for (String name : List.of("setHeader", "setProperty", "setVariable")) {
            steps.put(name, "{name: x, VALUE}");
        }
        for (String name : List.of("removeHeader", "removeProperty", "removeVariable")) {
            steps.put(name, "{name: x}");
        }
        for (String name : List.of("removeHeaders", "removeProperties")) {
            steps.put(name, "{pattern: 'x*'}");
        }
        steps.put("doTry", "{LOG, doCatch: [{exception: [java.lang.Exception], LOG}], doFinally: {LOG}}");
        steps.put("delay", "{expression: {constant: {expression: '1'}}}");
        steps.put("throttle", "{expression: {constant: {expression: '1'}}}");
        steps.put(
                "idempotentConsumer",
                "{idempotentRepository: '#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository', VALUE, LOG}");
        steps.put("kamelet", "{name: log-sink}");
        steps.put("log", "{message: x}");
        steps.put("marshal", "{json: {}}");
        steps.put("unmarshal", "{json: {}}");
        steps.put("pausable", "{consumerListener: x, untilCheck: x}");
        steps.put("resumable", "{resumeStrategy: x}");
        steps.put("policy", "{ref: x, LOG}");
        steps.put("process", "{ref: x}");
        steps.put("poll", "{uri: 'file:x'}");
        steps.put("resequence", "{VALUE, LOG}");
        steps.put("rollback", "{message: x}");
        steps.put("sample", "{samplePeriod: 1s}");
        steps.put("serviceCall", "{name: x}");
        steps.put("setExchangePattern", "{pattern: InOnly}");
        steps.put("setHeaders", "{headers: [{name: x, VALUE}]}");
        steps.put("setVariables", "{variables: [{name: x, VALUE}]}");
        steps.put("stop", "{}");
        steps.put("threads", "{poolSize: 1}");
        steps.put("throwException", "{exceptionType: java.lang.IllegalStateException, message: x}");
        steps.put("to", "{uri: 'direct:other'}");
        steps.put("toD", "{uri: 'direct:${header.x}'}");
        steps.put("wireTap", "{uri: 'direct:other'}");
        steps.put("tokenizer", "{langChain4jLineTokenizer: {maxTokens: 1, maxOverlap: 1, tokenizerType: OPEN_AI}}");
        steps.put("transacted", "{LOG}");
        steps.put("transformDataType", "{toType: 'application-json'}");
        return steps;
    }

    /** @param from start of the routes */
    static Map<String, String> steps(String from) {
        Map<String, String> routes = new TreeMap<>();
        for (String step : YamlSchema.file()
                .items()
                .at("from")
                .flatMap(start -> start.at("steps"))
                .orElseThrow()
                .items()
                .keys()) {
            if (step.equals("doCatch") || step.equals("doFinally")) {
                continue; // parts of doTry
            }
            String content = Objects.requireNonNull(STEPS.get(step), "no content for the step " + step)
                    .replace("VALUE", VALUE)
                    .replace("LOG", LOG);
            String start = from.startsWith("direct:") ? "direct:" + step : from;
            routes.put(step, STEP.formatted(step, start, step + ": " + content));
        }
        return routes;
    }
}
