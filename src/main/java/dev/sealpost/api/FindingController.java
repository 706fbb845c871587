package dev.sealpost.api;

import dev.sealpost.database.PageRequest;
import dev.sealpost.delivery.LedgerFindings;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /ledger/finding}: what is missing, until somebody has looked into it. */
@RestController
@RequestMapping("/api/v1/ledger/finding")
class FindingController {

    private static final String LIST = "finding";

    private final LedgerFindings findings;

    FindingController(LedgerFindings findings) {
        this.findings = findings;
    }

    @GetMapping
    ListResponse<FindingOut> list(HttpServletRequest request) {
        PageRequest page = new Query(request).page(LIST);
        return ListResponse.of(LIST, page, findings.list(page), LedgerFindings::position, FindingOut::of);
    }

    @DeleteMapping("/{finding}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("finding") String id) {
        if (!findings.forget(id)) {
            throw ProblemException.notFound("finding");
        }
    }
}
