package dev.sealpost.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * CRM on this machine: a list of what changed, page by page and with tombstones, a search, and contacts that are created, updated
 * with {@code If-Match} and deleted. Each write gives its contact a later version.
 */
final class StandInCrm implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_PAGE = 10;

    /** Names of the members of a contact, which differ from vendor to vendor. */
    record Names(String first, String last, String mail, String version, String deleted, String key) {

        static final Names CAMEL = new Names("firstName", "lastName", "email", "updatedAt", "deleted", "externalId");
        static final Names SNAKE = new Names("first_name", "last_name", "mail", "modified", "archived", "external_id");
    }

    /** @param at position in the list of changes */
    private record Contact(String id, long at, ObjectNode fields, boolean deleted) {}

    /** Request that the CRM executes and then does not answer before it is released. */
    private record Hold(Predicate<String> of, CountDownLatch reached, CountDownLatch released) {}

    private final HttpServer server;
    private final String prefix;
    private final Names names;
    private final Duration ahead;
    private final Map<String, Contact> contacts = new HashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Optional<Hold> hold = Optional.empty();
    private Instant last = Instant.EPOCH;
    private long changes;
    private int ids;

    /**
     * @param prefix of the ids
     * @param ahead how far the clock of this CRM is ahead
     */
    StandInCrm(String prefix, Names names, Duration ahead) throws IOException {
        this.prefix = prefix;
        this.names = names;
        this.ahead = ahead;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/contacts", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Executes the next request of this kind, such as {@code POST /contacts}, and holds its answer. */
    void hold(Predicate<String> request) {
        hold = Optional.of(new Hold(request, new CountDownLatch(1), new CountDownLatch(1)));
    }

    boolean isHolding() {
        return hold.filter(held -> held.reached().getCount() == 0).isPresent();
    }

    void release() {
        hold.ifPresent(held -> held.released().countDown());
        hold = Optional.empty();
    }

    /** A user creates a contact; returns its id. */
    synchronized String create(String first, String last, String mail) {
        ObjectNode fields = JSON.createObjectNode();
        fields.put(names.first(), first).put(names.last(), last).put(names.mail(), mail);
        return store(prefix + ++ids, fields, false).id();
    }

    /** A user renames a contact. */
    synchronized void rename(String mail, String first) {
        Contact contact = at(mail);
        store(contact.id(), contact.fields().deepCopy().put(names.first(), first), false);
    }

    /** A user deletes a contact. */
    synchronized void delete(String mail) {
        Contact contact = at(mail);
        store(contact.id(), contact.fields(), true);
    }

    /** The only contact with this address. */
    private Contact at(String mail) {
        return live().stream()
                .filter(contact -> contact.fields().path(names.mail()).asText().equals(mail))
                .findFirst()
                .orElseThrow();
    }

    /** Names by address, of all contacts that are there. Fails if two have the same address. */
    synchronized Map<String, String> people() {
        return live().stream()
                .collect(Collectors.toMap(
                        contact -> contact.fields().path(names.mail()).asText(),
                        contact -> contact.fields().path(names.first()).asText() + " "
                                + contact.fields().path(names.last()).asText(),
                        (one, other) -> one + " and " + other,
                        TreeMap::new));
    }

    /** Number of contacts that are there. */
    synchronized int size() {
        return live().size();
    }

    /** Cursor of the end of the list. */
    synchronized String end() {
        return Long.toString(changes);
    }

    /** Requests that wrote something, in order. */
    List<String> writes() {
        return requests.stream().filter(request -> !request.startsWith("GET")).toList();
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    private List<Contact> live() {
        return contacts.values().stream().filter(contact -> !contact.deleted()).toList();
    }

    private Contact store(String id, ObjectNode fields, boolean deleted) {
        Instant now = Instant.now().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
        last = now.isAfter(last) ? now : last.plusMillis(1);
        fields.put("id", id).put(names.version(), last.toString()).put(names.deleted(), deleted);
        Contact stored = new Contact(id, ++changes, fields, deleted);
        contacts.put(id, stored);
        return stored;
    }

    private record Answer(int status, JsonNode body) {

        static Answer of(int status) {
            return new Answer(status, JSON.createObjectNode());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        Answer answer = execute(exchange);
        requests.add(request);
        hold.filter(held -> held.of().test(request)).ifPresent(held -> {
            held.reached().countDown();
            await(held.released());
        });
        byte[] body = JSON.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer execute(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String id = path.equals("/contacts") ? "" : path.substring("/contacts/".length());
        return switch (exchange.getRequestMethod()) {
            case "GET" ->
                switch (id) {
                    case "" -> list(query(exchange));
                    case "search" -> search(query(exchange));
                    default ->
                        existing(id)
                                .map(contact -> new Answer(200, contact.fields()))
                                .orElse(Answer.of(404));
                };
            case "POST" -> create(body(exchange));
            case "PUT" -> update(id, exchange);
            case "DELETE" ->
                existing(id)
                        .map(contact -> new Answer(
                                200, store(id, contact.fields(), true).fields()))
                        .orElse(Answer.of(404));
            default -> Answer.of(405);
        };
    }

    private Answer list(Map<String, String> query) {
        long since = query.getOrDefault("since", "").isEmpty() ? 0 : Long.parseLong(query.get("since"));
        List<Contact> later = contacts.values().stream()
                .filter(contact -> contact.at() > since)
                .sorted((one, other) -> Long.compare(one.at(), other.at()))
                .toList();
        List<Contact> page = later.subList(0, Math.min(LARGEST_PAGE, later.size()));
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        page.forEach(contact -> items.add(contact.fields()));
        answer.put("next", Long.toString(page.isEmpty() ? since : page.getLast().at()));
        answer.put("hasMore", page.size() < later.size());
        answer.put("total", contacts.size());
        return new Answer(200, answer);
    }

    private Answer search(Map<String, String> query) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        live().stream()
                .filter(contact -> has(contact, names.key(), query) || has(contact, names.mail(), query))
                .forEach(contact -> items.add(contact.fields()));
        return new Answer(200, answer);
    }

    private static boolean has(Contact contact, String name, Map<String, String> query) {
        String value = query.getOrDefault(name, "");
        return !value.isEmpty() && contact.fields().path(name).asText().equals(value);
    }

    private Answer create(ObjectNode fields) {
        String key = fields.path(names.key()).asText();
        boolean taken = live().stream()
                .anyMatch(contact -> contact.fields().path(names.key()).asText().equals(key));
        return taken
                ? Answer.of(409)
                : new Answer(201, store(prefix + ++ids, fields, false).fields());
    }

    private Answer update(String id, HttpExchange exchange) throws IOException {
        Optional<Contact> existing = existing(id);
        if (existing.isEmpty()) {
            return Answer.of(404);
        }
        ObjectNode fields = existing.get().fields().deepCopy();
        if (!fields.path(names.version())
                .asText()
                .equals(exchange.getRequestHeaders().getFirst("If-Match"))) {
            return Answer.of(412);
        }
        fields.setAll(body(exchange));
        return new Answer(200, store(id, fields, false).fields());
    }

    private Optional<Contact> existing(String id) {
        return Optional.ofNullable(contacts.get(id)).filter(contact -> !contact.deleted());
    }

    private ObjectNode body(HttpExchange exchange) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(exchange.getRequestBody());
        Set<String> allowed = Set.of(names.first(), names.last(), names.mail(), names.key());
        List<String> unknown = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw new UncheckedIOException(new IOException("unknown members " + unknown));
        }
        return body;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
