package dev.sealpost.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;

/** The console over HTTP, as browsers and scripts meet it: the login, what Jolokia may do, and the health of the node. */
@SpringBootTest(
        classes = ConsoleApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "spring.jmx.enabled=true")
class ConsoleTest {

    @LocalServerPort
    private int port;

    @Autowired
    private ConsolePassword password;

    @Autowired
    private LoginThrottle throttle;

    @Autowired
    private CamelContext camel;

    @Autowired
    private ConsoleApplication.Backends backends;

    private ConsoleClient visitor;

    @BeforeEach
    void startAfresh() {
        visitor = new ConsoleClient(port);
        throttle.succeeded("127.0.0.1");
    }

    @Test
    void sendsABrowserToTheLogin() {
        HttpResponse<String> answer = visitor.get("/actuator/hawtio", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(locationOf(answer)).endsWith("/login");
    }

    @Test
    void refusesAScriptWithoutALogin() {
        assertThat(visitor.get("/actuator/hawtio/jolokia/version").statusCode()).isEqualTo(401);
        assertThat(visitor.get("/actuator/jolokia/version").statusCode()).isEqualTo(401);
        assertThat(visitor.get("/actuator/health").statusCode()).isEqualTo(401);
        assertThat(visitor.get("/actuator/info").statusCode()).isEqualTo(401);
    }

    @Test
    void showsHawtioAfterTheLogin() {
        HttpResponse<String> login = login();

        assertThat(locationOf(login)).endsWith("/actuator/hawtio");
        HttpResponse<String> page = visitor.get("/actuator/hawtio/index.html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<base href=\"/actuator/hawtio/\"");
    }

    @Test
    void asksSpringForTheHandlerOfARequestOnce(@Autowired ApplicationContext context) {
        assertThat(context.containsBean(RemoveUnwantedBeans.INTROSPECTOR)).isFalse();
        assertThat(context.getBean(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME))
                .as("and so Spring Security puts no filter of its own before its chains")
                .isInstanceOf(Filter.class)
                .extracting(filter -> filter.getClass().getName())
                .asString()
                .doesNotContain("WebMvcSecurityConfiguration");
    }

    @Test
    void keepsTheSessionInACookieThatScriptsAndOtherSitesDoNotGet() {
        assertThat(login().headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("JSESSIONID", "HttpOnly", "SameSite=Strict"));
    }

    @Test
    void forbidsFramesAndSniffing() {
        login();

        HttpResponse<String> page = visitor.get("/actuator/hawtio/index.html");

        assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void refusesAWrongPassword() {
        HttpResponse<String> login = visitor.login(ConsoleSecurity.USER, "wrong");

        assertThat(locationOf(login)).endsWith("/login?error");
        assertThat(visitor.get("/login?error").body()).contains("Invalid credentials"); // Fault 53.
        assertThat(visitor.get("/actuator/info").statusCode()).isEqualTo(401);
    }

    @Test
    void makesAGuesserWait() {
        for (int i = 0; i < LoginThrottle.FREE_FAILURES + 3; i++) {
            throttle.failed("127.0.0.1");
        }

        HttpResponse<String> login = login();

        assertThat(login.statusCode()).isEqualTo(429);
        assertThat(login.headers().firstValue("Retry-After")).isPresent();
        assertThat(login.body()).contains("Too many failed logins. Try again in ", "name=\"password\""); // Fault 53.
    }

    @Test
    void letsTheConsoleReadRoutes() {
        login();

        assertThat(visitor.read("org.apache.camel:type=routes,*", "State")).contains("Started");
        assertThat(visitor.exec(visitor.camelContext(), "dumpRoutesAsXml()", ""))
                .contains("webhook-delivery", "\"status\":200");
        assertThat(visitor.exec(visitor.camelContext(), "dumpRoutesStatsAsXml(boolean,boolean)", "true,true"))
                .contains("webhook-delivery", "\"status\":200");
    }

    @Test
    void refusesToRunAnythingElse() {
        login();

        assertThat(visitor.exec(visitor.camelContext(), "stop()", "")).contains("\"status\":403");
        assertThat(visitor.exec(
                        visitor.camelContext(), "sendBody(java.lang.String,java.lang.Object)", "\"direct:x\",\"x\""))
                .contains("\"status\":403");
        assertThat(visitor.exec(visitor.camelContext(), "dumpRoutesAsXml(boolean)", "true"))
                .contains("\"status\":403");
        assertThat(visitor.exec("java.lang:type=Memory", "gc", "")).contains("\"status\":403");
        assertThat(visitor.exec("com.sun.management:type=DiagnosticCommand", "vmSystemProperties", ""))
                .contains("\"status\":403");
        assertThat(visitor.exec("com.sun.management:type=HotSpotDiagnostic", "dumpHeap", "\"x\",true"))
                .contains("\"status\":403");
    }

    @Test
    void refusesToChangeAnything() {
        login();

        HttpResponse<String> answer = visitor.jolokia(
                "{\"type\":\"write\",\"mbean\":\"java.lang:type=Memory\",\"attribute\":\"Verbose\",\"value\":true}");

        assertThat(answer.body()).contains("\"status\":403");
    }

    @Test
    void dialsNoOtherJvm() throws Exception {
        login();

        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            visitor.jolokia("{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\",\"target\":{\"url\":"
                    + "\"service:jmx:rmi:///jndi/rmi://127.0.0.1:" + other.getLocalPort() + "/jmxrmi\"}}");

            other.setSoTimeout(300);
            assertThatThrownBy(other::accept).isInstanceOf(SocketTimeoutException.class);
        }
        assertThatThrownBy(() -> Class.forName("org.jolokia.service.jsr160.Jsr160RequestHandler"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void refusesAPostWithoutTheCsrfToken() {
        login();

        assertThat(visitor.jolokiaWithoutCsrf("{\"type\":\"version\"}").statusCode())
                .isEqualTo(403);
    }

    @Test
    void letsNoOtherOriginReadAnAnswer() {
        login();

        HttpResponse<String> answer =
                visitor.get("/actuator/hawtio/jolokia/version", "Origin", "https://elsewhere.example");

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                .isNotEqualTo(Optional.of("https://elsewhere.example"))
                .isNotEqualTo(Optional.of("*"));
    }

    // Fault 53.
    @Test
    void countsWrongPasswords() {
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            visitor.login(ConsoleSecurity.USER, "wrong");
        }

        assertThat(login().statusCode()).isEqualTo(429);
    }

    // Fault 54.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/jolokia/version?callback=f",
                "/actuator/jolokia?callback=f",
                "/actuator/jolokia/?maxDepth=1&callback=f",
                "/actuator/hawtio/jolokia/version?callback=f",
                "/actuator/hawtio/jolokia/read/java.lang:type=Memory?call%62ack=f",
                "/actuator/jolokia/version?Callback=f"
            })
    void servesNoJsonp(String path) {
        login();

        HttpResponse<String> answer = visitor.get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("f(");
    }

    // Fault 54.
    @ParameterizedTest
    @CsvSource({
        "Origin, https://elsewhere.example",
        "Origin, http://127.0.0.1:1",
        "Origin, null",
        "Referer, http://localhost:1/page",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, Cross-Site"
    })
    void answersNoPageOfAnotherOrigin(String header, String value) {
        login();

        assertThat(visitor.get("/actuator/jolokia/version", header, value).statusCode())
                .isEqualTo(403);
        assertThat(visitor.get("/actuator/hawtio/jolokia/version", header, value)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void answersItsOwnPages() {
        login();

        String own = "http://127.0.0.1:" + port;
        assertThat(visitor.get("/actuator/jolokia/version", "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(200);
        assertThat(visitor.get("/actuator/jolokia/version", "Referer", own + "/actuator/hawtio/camel")
                        .statusCode())
                .isEqualTo(200);
        assertThat(visitor.get("/actuator/hawtio/jolokia/version").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/exec/java.lang:type=Memory/gc",
                "/write/java.lang:type=Memory/Verbose/true",
                "//exec/java.lang:type=Memory/gc",
                "/%65xec/java.lang:type=Memory/gc",
                "/notification/clients",
                "?p=exec/java.lang:type=Memory/gc",
                "/version?p=exec/java.lang:type=Memory/gc"
            })
    void runsNothingByGet(String path) {
        login();

        assertThat(visitor.get("/actuator/jolokia" + path).statusCode()).isBetween(400, 405);
        assertThat(visitor.get("/actuator/hawtio/jolokia" + path).statusCode()).isBetween(400, 405);
    }

    // Fault 53.
    @Test
    void tellsThePageWhoIsSignedInAndLetsThemOut() {
        login();
        assertThat(visitor.get("/actuator/hawtio/user").body()).isEqualTo("\"admin\"");

        HttpResponse<String> logout = visitor.get("/actuator/hawtio/auth/logout");

        assertThat(locationOf(logout)).endsWith("/login?logout");
        assertThat(visitor.get("/actuator/hawtio/user").statusCode()).isEqualTo(401);
    }

    // Fault 53.
    @Test
    void tellsThePageWhatItNeedNotOffer() {
        login();

        String question = "{\"type\":\"exec\",\"mbean\":\"hawtio:type=security,area=jmx,name=SealpostConsoleRights\","
                + "\"operation\":\"canInvoke(java.util.Map)\",\"arguments\":[{\"%s\":"
                + "[\"suspend()\",\"dumpRoutesAsXml()\"]}]}";

        assertThat(visitor.jolokia(question.formatted(visitor.camelContext().replace("\"", "\\\"")))
                        .body())
                .contains("\"suspend()\":{\"CanInvoke\":false}", "\"dumpRoutesAsXml()\":{\"CanInvoke\":true}");
    }

    @Test
    void knowsNothingAtAddressesThatNobodyClaims() {
        HttpResponse<String> answer = visitor.get("/anything");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"code\":\"not_found\"");
    }

    @Test
    void sendsTheRootToTheConsole() {
        HttpResponse<String> answer = visitor.get("/");

        assertThat(locationOf(answer)).endsWith("/actuator/hawtio");
    }

    @Test
    void isReadyWhileEverythingWorks() {
        assertThat(visitor.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(visitor.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    @Test
    void isNeitherReadyNorAliveWhenAPartOfItCannotGoOn() {
        backends.node.set(false);
        try {
            assertThat(visitor.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(visitor.get("/actuator/health/liveness").statusCode()).isEqualTo(503);
        } finally {
            backends.node.set(true);
        }
    }

    @Test
    void isNotReadyWithoutItsBroker() {
        backends.broker.set(false);
        try {
            assertThat(visitor.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(visitor.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        } finally {
            backends.broker.set(true);
        }
    }

    @Test
    void isNotReadyWithoutItsDatabase() {
        backends.database.set(false);
        try {
            assertThat(visitor.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(visitor.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        } finally {
            backends.database.set(true);
        }
    }

    @Test
    void isNotReadyWhileTheRouteThatPostsWebhooksIsStopped() throws Exception {
        camel.getRouteController().stopRoute(WebhookRouteHealthIndicator.ROUTE);
        try {
            assertThat(visitor.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
        } finally {
            camel.getRouteController().startRoute(WebhookRouteHealthIndicator.ROUTE);
        }
    }

    private static String locationOf(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> login() {
        return visitor.login(ConsoleSecurity.USER, password.value());
    }
}
