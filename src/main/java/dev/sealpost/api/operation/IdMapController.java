package dev.sealpost.api.operation;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.InvalidParameterException;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.source.sync.IdMap;
import dev.sealpost.source.sync.MappedRecord;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /id-map}: which record of one system is which of another. */
@RestController
@RequestMapping("/api/v1/id-map/{map}")
class IdMapController {

    private static final Logger LOG = LoggerFactory.getLogger(IdMapController.class);

    static final Shape PARAMETERS = Shape.of(
            "IdMapParameters",
            Member.of("system", JsonType.text(1, 1_000), "Name of the system that knows the record by the id.")
                    .asRequired()
                    .like("\"shop\""),
            Member.of("id", JsonType.text(1, 1_000), "Id of the record in that system.")
                    .asRequired()
                    .like("\"1001\""));

    private final IdMap ids;

    IdMapController(IdMap ids) {
        this.ids = ids;
    }

    /** Lists the rows of the record that the system knows by this id, one for each system. */
    @Operation(needs = Permission.VIEW, summary = "List the ids of a record in all systems")
    @GetMapping
    @QueryParameters({"system", "id"})
    ListResponse<MappedOut> find(@PathVariable("map") String map, HttpServletRequest request) {
        Query query = new Query(request);
        List<MappedRecord> rows = ids.find(map, required(query, "system"), required(query, "id"));
        if (rows.isEmpty()) {
            throw ProblemException.notFound("record in this id map");
        }
        return ListResponse.whole(rows.stream().map(MappedOut::of).toList());
    }

    /** Unlinks the record in all systems: its next change is that of a new record. */
    @Operation(needs = Permission.OPERATE, summary = "Unlink a record in all systems")
    @DeleteMapping
    @QueryParameters({"system", "id"})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unlink(@PathVariable("map") String map, HttpServletRequest request, Principal who) {
        Query query = new Query(request);
        String system = required(query, "system");
        String id = required(query, "id");
        if (ids.unlink(map, system, id) == 0) {
            throw ProblemException.notFound("record in this id map");
        }
        LOG.info(
                "idmap.unlinked map={} system={} id=\"{}\" by={}",
                FailureText.clean(map),
                FailureText.clean(system),
                FailureText.clean(id),
                who.getName());
    }

    private static String required(Query query, String name) {
        return query.read(name, Function.identity())
                .orElseThrow(() -> InvalidParameterException.ofQuery(name, "this parameter is required"));
    }

    /**
     * Row of an id map in an answer.
     *
     * @param recordId shared by the rows of the record
     * @param inStep whether the systems agreed on the record at least once
     * @param deleted whether it is deleted for good
     */
    record MappedOut(String system, String id, String recordId, boolean inStep, boolean deleted) {

        static MappedOut of(MappedRecord row) {
            return new MappedOut(row.system(), row.externalId(), row.recordId(), row.wasInStep(), row.deleted());
        }
    }
}
