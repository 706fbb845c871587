package dev.sealpost.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A visitor with a cookie jar that does what the pages of the console do. */
final class ConsoleClient {

    private static final Pattern CSRF_FIELD = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private static final String CONTEXT = "org.apache.camel:context=*,type=context,name=*";

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String base;

    ConsoleClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> get(String path, String header, String value) {
        return send(request(path).header(header, value));
    }

    HttpResponse<String> head(String path) {
        return send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    /** Fills in the login form. */
    HttpResponse<String> login(String user, String password) {
        Matcher field = CSRF_FIELD.matcher(get("/login").body());
        if (!field.find()) {
            throw new AssertionError("the login form has no CSRF field");
        }
        String form = "username=" + encode(user) + "&password=" + encode(password) + "&_csrf=" + encode(field.group(1));
        return send(request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Asks Jolokia as Hawtio does: with the CSRF cookie repeated in a header. */
    HttpResponse<String> jolokia(String json) {
        return send(request("/actuator/hawtio/jolokia")
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN"))
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Returns the name of the context of the console; other tests in this JVM may have some of their own. */
    String camelContext() {
        String found =
                jolokia("{\"type\":\"search\",\"mbean\":\"" + CONTEXT + "\"}").body();
        int from = found.indexOf("[\"") + 2;
        return Arrays.stream(found.substring(from, found.indexOf("\"]", from)).split("\",\""))
                .map(name -> name.replace("\\\"", "\"").replace("\\/", "/"))
                .filter(this::hasOurRoute)
                .findFirst()
                .orElseThrow();
    }

    private boolean hasOurRoute(String context) {
        return exec(context, "dumpRoutesAsXml()", "").contains("webhook-delivery");
    }

    /** Reads an attribute by Jolokia. */
    String read(String mbean, String attribute) {
        return jolokia("{\"type\":\"read\",\"mbean\":\"" + mbean + "\",\"attribute\":\"" + attribute + "\"}")
                .body();
    }

    /** Runs an operation by Jolokia. */
    String exec(String mbean, String operation, String arguments) {
        return jolokia("{\"type\":\"exec\",\"mbean\":\"" + mbean.replace("\"", "\\\"") + "\",\"operation\":\""
                        + operation + "\",\"arguments\":[" + arguments + "]}")
                .body();
    }

    HttpResponse<String> jolokiaWithoutCsrf(String json) {
        return send(request("/actuator/hawtio/jolokia").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cookie " + name))
                .getValue();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
