package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApiTokens;
import dev.sealpost.database.Snapshots;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BearerTokenFilterTest {

    @Test
    void asksToTryAgainWhileNoTokenIsInMemory() throws Exception {
        try (AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext(ApiTokens.class, Snapshots.class)) {
            BearerTokenFilter filter = new BearerTokenFilter(
                    new CheckToken(context.getBean(ApiTokens.class), context.getBean(Snapshots.class)),
                    new WriteProblem(Jackson2ObjectMapperBuilder.json().build()));
            MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/app");
            request.addHeader("Authorization", "Bearer anything");
            MockHttpServletResponse response = new MockHttpServletResponse();

            filter.doFilter(request, response, new MockFilterChain());

            assertThat(response.getStatus()).isEqualTo(503);
            assertThat(response.getHeader("Retry-After")).isEqualTo("1");
            assertThat(response.getContentAsString()).contains("\"code\":\"unavailable\"");
        }
    }
}
