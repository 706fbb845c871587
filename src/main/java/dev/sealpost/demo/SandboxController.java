package dev.sealpost.demo;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves every vendor sandbox below {@code /demo/sandbox/}. */
@RestController
@Profile("demo")
final class SandboxController {

    private static final String ROOT = "/demo/sandbox/";

    private final Map<String, VendorSandbox> vendors;

    SandboxController(List<VendorSandbox> vendors) {
        this.vendors = vendors.stream().collect(Collectors.toMap(VendorSandbox::vendor, Function.identity()));
    }

    @RequestMapping(ROOT + "{vendor}/**")
    ResponseEntity<String> call(
            @PathVariable String vendor,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte[] body,
            HttpServletRequest request) {
        VendorSandbox sandbox = vendors.get(vendor);
        if (sandbox == null) {
            return ResponseEntity.notFound().build();
        }
        SandboxAnswer answer = sandbox.answer(new SandboxCall(
                request.getMethod(),
                request.getRequestURI().substring((ROOT + vendor).length()),
                headers.toSingleValueMap(),
                body == null ? "" : new String(body, StandardCharsets.UTF_8)));
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer.body());
    }
}
