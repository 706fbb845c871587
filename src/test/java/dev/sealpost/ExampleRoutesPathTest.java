package dev.sealpost;

import static dev.sealpost.ExampleNode.answer;
import static dev.sealpost.ExampleNode.eventually;
import static dev.sealpost.ExampleNode.file;
import static dev.sealpost.ExampleNode.json;
import static dev.sealpost.ExampleNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.signature.Hmacs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The integrations of {@code docs/integrations.md}, installed as their READMEs say, in one node between stand-ins. */
@TestInstance(Lifecycle.PER_CLASS)
class ExampleRoutesPathTest {

    private static final String HUBSPOT = "/hubspot/crm/v3/objects/contacts/batch/upsert";
    private static final String SLACK = "/slack/api/chat.postMessage";
    private static final String OUTLET = "/outlet/admin/api/2026-04/graphql.json";
    private static final String WEBSHOP = "/webshop/admin/api/2026-04/graphql.json";

    private Inbox inbox;
    private ExampleNode node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        inbox = new Inbox();
        inbox.answers("/batches", Inbox.status(200));
        node = new ExampleNode(folder, inbox);
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    @Test
    void givesAPaymentToTheCrmAndTheChatOnceEach() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Inbox.Answer throttled = answer(429, "{\"message\": \"too many\"}", "Retry-After: 1");
        Inbox.Answer accepted = answer(200, "{\"status\": \"COMPLETE\"}");
        inbox.answers(
                HUBSPOT, (request, out) -> (calls.incrementAndGet() == 1 ? throttled : accepted).write(request, out));
        inbox.answers(SLACK, answer(200, "{\"ok\": true}"));
        String event = file("payments-to-crm-and-chat/stripe.checkout.session.completed.json");
        long time = Instant.now().getEpochSecond();
        String signature = "t=" + time + ",v1=" + Hmacs.hex(ExampleNode.SECRET, time + "." + event);

        assertThat(node.webhook("stripe", event, "Stripe-Signature", signature)).isEqualTo(200);
        assertThat(node.webhook("stripe", event, "Stripe-Signature", signature)).isEqualTo(200);

        node.awaitDelivered("payments-to-crm", 1);
        node.awaitDelivered("payments-to-chat", 1);
        assertThat(inbox.at(HUBSPOT)).hasSize(2).allSatisfy(request -> {
            assertThat(json(text(request)).at("/inputs/0/properties")).isEqualTo(json("""
                    {"email": "ada@example.com", "firstname": "Ada", "lastname": "King Lovelace",
                     "lifecyclestage": "customer"}"""));
            assertThat(request.header("Authorization")).isEqualTo("Bearer value of HUBSPOT_ACCESS_TOKEN");
        });
        assertThat(inbox.at(SLACK))
                .singleElement()
                .satisfies(request -> assertThat(json(text(request))).isEqualTo(json("""
                        {"text": "Ada King Lovelace paid 4900 (eur, smallest unit)", "channel": "C0123456789"}""")));
    }

    @Test
    void takesTheLinesOfAnOrderFromStock() throws Exception {
        inbox.answers(OUTLET, (request, out) -> outlet(text(request)).write(request, out));
        String order = file("orders-to-stock/shopify.orders.create.json");
        String signature = Hmacs.base64(ExampleNode.SECRET, order);

        assertThat(node.webhook(
                        "shopify",
                        order,
                        "X-Shopify-Topic",
                        "orders/create",
                        "X-Shopify-Webhook-Id",
                        "w-1",
                        "X-Shopify-Hmac-SHA256",
                        signature))
                .isEqualTo(200);

        node.awaitDelivered("order-lines-to-stock", 1);
        assertThat(node.awaitDeadLetter("order-lines-to-stock")).contains("0 items have the SKU CUP-7");
        assertThat(inbox.at(OUTLET).stream().filter(request -> text(request).contains("mutation")))
                .singleElement()
                .satisfies(request -> assertThat(json(text(request)).at("/variables/input/changes/0"))
                        .isEqualTo(json("""
                                {"inventoryItemId": "gid://shopify/InventoryItem/7", "delta": -2,
                                 "locationId": "gid://shopify/Location/346779380", "changeFromQuantity": null}""")));
        assertThat(node.awaitWebhooks("shop", "\"line\"", 2))
                .allSatisfy(line -> assertThat(line).contains("820982911946154508"));
    }

    /** The outlet has no cups. */
    private static Inbox.Answer outlet(String query) {
        if (query.contains("mutation")) {
            return answer(200, """
                    {"data": {"inventoryAdjustQuantities": {"inventoryAdjustmentGroup": {"id": "1"}, "userErrors": []}}}""");
        }
        String mug = "{\"id\": \"gid://shopify/InventoryItem/7\", \"sku\": \"MUG-1\"}";
        return answer(
                200, "{\"data\": {\"inventoryItems\": {\"nodes\": [" + (query.contains("MUG-1") ? mug : "") + "]}}}");
    }

    @Test
    void announcesTheShipmentsOfAQueueWithATokenThatIsRenewed() throws Exception {
        AtomicInteger tokens = new AtomicInteger();
        inbox.answers(
                "/carrier/token",
                (request, out) ->
                        answer(200, """
                        {"access_token": "t-%d", "expires_in": 3600}""".formatted(tokens.incrementAndGet())).write(request, out));
        // The carrier accepts the first token once.
        AtomicInteger calls = new AtomicInteger();
        inbox.answers(
                "/carrier",
                (request, out) -> Inbox.status(
                                calls.getAndIncrement() > 0
                                                && request.header("Authorization")
                                                        .equals("Bearer t-1")
                                        ? 401
                                        : 201)
                        .write(request, out));
        String shipment = file("queue-to-api/shipment.packed.json");

        node.enqueue(shipment);
        node.awaitDelivered("shipments-to-api", 1);
        node.enqueue("no JSON", shipment.replace("S-1", "S-2"));
        node.awaitDelivered("shipments-to-api", 2);

        assertThat(inbox.at("/carrier").stream().map(each -> each.header("Authorization")))
                .containsExactly("Bearer t-1", "Bearer t-1", "Bearer t-2");
        assertThat(inbox.at("/carrier").stream()
                        .map(each -> each.header("Idempotency-Key"))
                        .distinct())
                .hasSize(2)
                .doesNotContain("");
        assertThat(json(text(inbox.at("/carrier").getFirst()))).isEqualTo(json("""
                {"reference": "S-1", "recipient": "Ada Lovelace", "address": "12 Example Street, London", "grams": 1750}"""));
        assertThat(node.awaitWebhooks("erp", "no JSON", 1)).containsExactly("no JSON");
    }

    @Test
    void keepsATableOfTheOrdersOfAShop() {
        AtomicInteger rounds = new AtomicInteger();
        inbox.answers(
                WEBSHOP, (request, out) -> orders(rounds.incrementAndGet()).write(request, out));

        node.awaitDelivered("shop-orders-to-table", 2);

        assertThat(node.awaitDeadLetter("shop-orders-to-table")).containsIgnoringCase("null");
        assertThat(node.warehouse.sql("SELECT * FROM shop_order_state").query().listOfRows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("order_id", "gid://shopify/Order/1")
                        .containsEntry("status", "PAID")
                        .containsEntry("updated_at", "2026-11-30T09:59:00Z"));
    }

    /** Two orders: the first one has no name, and the second one is paid later. */
    private static Inbox.Answer orders(int round) throws IOException {
        String order = file("shop-to-table/shop-order.changed.json");
        String open = order.replace("PAID", "PENDING").replace("T09:59", "T09:00");
        return answer(200, """
                {"data": {"orders": {"nodes": [{"id": "gid://shopify/Order/0", "updatedAt": "2026-11-30T08:00:00Z"}, %s],
                 "pageInfo": {"hasNextPage": false, "endCursor": null}}}}""".formatted(round < 3 ? open : order));
    }

    @Test
    void publishesTheRowsOfAFileButNotTheWrongOne() throws Exception {
        drop("counts.csv", file("csv-to-events/counts.csv"));
        drop("broken.csv", "sku,quantity\n\"MUG-1,12\n");

        assertThat(node.awaitWebhooks("warehouse", "sku", 3).stream().map(ExampleNode::json))
                .containsExactlyInAnyOrder(
                        json("{\"sku\": \"MUG-1\", \"quantity\": 12}"),
                        json("{\"sku\": \"JUG, large\", \"quantity\": 3}"),
                        json("{\"file\": \"counts.csv\", \"row\": 3, \"content\": "
                                + "{\"sku\": \"CUP-7\", \"quantity\": \"a dozen\", \"shelf\": \"A4\"}}"));
        Path reason = node.csv.resolve("failed/broken.csv.reason.txt");
        eventually()
                .until(() -> Files.exists(reason) && !Files.readString(reason).isBlank());
        eventually().until(() -> Files.notExists(node.csv.resolve("counts.csv")));
    }

    /** Drops a file with an old modification time, so that the route need not wait. */
    private void drop(String name, String text) throws IOException {
        Path written = Files.writeString(node.csv.resolveSibling(name), text);
        Files.setLastModifiedTime(written, FileTime.from(Instant.now().minusSeconds(60)));
        Files.move(written, node.csv.resolve(name));
    }

    @Test
    void sendsEachTopicToItsTeamAndAnUnknownOneToTheDeadLetters() throws Exception {
        inbox.answers("/zendesk/api/v2/tickets", answer(201, "{\"ticket\": {\"id\": 1}}"));
        inbox.answers("/jira/rest/api/3/search/jql", answer(200, "{\"issues\": []}"));
        inbox.answers("/jira/rest/api/3/issue", answer(201, "{\"key\": \"OPS-1\"}"));
        String request = file("tickets-by-topic/support.requested.json");

        node.publish("support.requested", request);
        node.publish("support.requested", request.replace("billing", "bug"));
        node.publish("support.requested", request.replace("billing", "praise"));

        node.awaitDelivered("tickets-by-topic", 2);
        assertThat(node.awaitDeadLetter("tickets-by-topic"))
                .contains("no team is responsible for the topic \"praise\"");
        assertThat(inbox.at("/zendesk/api/v2/tickets"))
                .singleElement()
                .satisfies(ticket -> assertThat(
                                json(text(ticket)).at("/ticket/subject").asText())
                        .isEqualTo("The invoice of May is wrong"));
        assertThat(inbox.at("/jira/rest/api/3/issue"))
                .singleElement()
                .satisfies(issue -> assertThat(
                                json(text(issue)).at("/fields/project/key").asText())
                        .isEqualTo("OPS"));
    }

    @Test
    void addsTheCustomerToAnOrder() throws Exception {
        inbox.answers("/customers/C%2F7", answer(200, """
                {"name": "Ada", "email": "ada@example.com", "tier": "gold", "notes": "…"}"""));
        String order = file("orders-with-customer/order.created.json");

        node.publish("order.created", order);
        node.publish("order.created", order.replace("C/7", "C-8"));

        node.awaitDelivered("orders-with-customer", 1);
        assertThat(node.awaitDeadLetter("orders-with-customer")).contains("404");
        assertThat(node.awaitWebhooks("shop", "\"customer\"", 1))
                .singleElement()
                .asString()
                .contains("\"total\": 12.50}", "\"customer\": {\"name\":\"Ada\"")
                .doesNotContain("notes");
        assertThat(inbox.at("/customers/C%2F7"))
                .singleElement()
                .satisfies(get -> assertThat(get.header("X-Api-Key")).isEqualTo("value of CUSTOMERS_API_KEY"));
        eventually().until(() -> !inbox.at("/batches").isEmpty());
    }
}
