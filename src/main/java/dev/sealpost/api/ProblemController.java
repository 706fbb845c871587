package dev.sealpost.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what ended outside of a controller, such as in a filter. */
@RestController
class ProblemController implements ErrorController {

    private static final int INTERNAL = 500;

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<Problem> error(HttpServletRequest request) {
        int status =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : INTERNAL;
        HttpStatusCode found = HttpStatusCode.valueOf(status);
        return ResponseEntity.status(found)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Problem.of(found));
    }
}
