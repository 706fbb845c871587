package dev.sealpost.api.operation;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.ledger.LedgerEntry;
import dev.sealpost.ledger.LedgerSheet;
import dev.sealpost.ledger.ReadLedger;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /ledger} and {@code /app/{app}/ledger}: balance of accepted events and deliveries. */
@RestController
@RequestMapping("/api/v1")
class LedgerController {

    private final PathNames names;
    private final ReadLedger ledger;

    LedgerController(PathNames names, ReadLedger ledger) {
        this.names = names;
        this.ledger = ledger;
    }

    /** Ledger of the installation and of each application, including deleted ones. */
    record AllOut(LedgerOut total, ListResponse<LedgerOut> applications) {}

    @Operation(needs = Permission.VIEW, summary = "List the ledgers of all applications")
    @GetMapping("/ledger")
    @QueryParameters(page = true)
    AllOut all(HttpServletRequest request) {
        PageRequest page = new Query(request).page(Listing.LEDGER);
        LedgerSheet sheet = ledger.read();
        return new AllOut(
                LedgerOut.of(sheet),
                ListResponse.of(
                        Listing.LEDGER,
                        page,
                        page(sheet.entries(), page),
                        LedgerController::position,
                        entry -> LedgerOut.of(sheet, entry)));
    }

    /** Pages by application id; ids are in order of creation. */
    private static Page<LedgerEntry> page(List<LedgerEntry> entries, PageRequest page) {
        Comparator<String> order =
                page.direction().equals("DESC") ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return page.cut(entries.stream()
                .filter(entry -> page.from()
                        .filter(from ->
                                order.compare(from.key(), entry.application().value()) >= 0)
                        .isEmpty())
                .sorted(Comparator.comparing(entry -> entry.application().value(), order))
                .limit(page.fetch())
                .toList());
    }

    private static Position position(LedgerEntry entry) {
        return new Position(Instant.EPOCH, entry.application().value());
    }

    @Operation(needs = Permission.VIEW, summary = "Get the ledger of an application")
    @GetMapping("/app/{app}/ledger")
    LedgerOut ofApplication(@PathVariable("app") String name) {
        ApplicationId application = names.application(name);
        LedgerSheet sheet = ledger.read();
        return LedgerOut.of(sheet, sheet.of(application));
    }
}
