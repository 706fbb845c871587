package dev.sealpost.api.operation;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.delivery.dispatch.EventQueues;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /intake}: event queues and the message that blocks one, for operators. */
@RestController
@RequestMapping("/api/v1/intake")
class IntakeController {

    private final EventQueues intake;

    IntakeController(EventQueues intake) {
        this.intake = intake;
    }

    @Operation(needs = Permission.VIEW, summary = "Show what the intake of this node holds")
    @GetMapping
    IntakeOut get() {
        return IntakeOut.of(intake.status(), intake.queues());
    }

    @Operation(needs = Permission.OPERATE, summary = "Park a message that holds up its queue")
    @PostMapping("/{queue}/message/{id}/park")
    Map<String, Object> park(@PathVariable("queue") String queue, @PathVariable("id") String id) {
        requireExists(intake.park(queue, number(id)));
        return Map.of();
    }

    /** Deletes a message permanently. */
    @Operation(needs = Permission.OPERATE, summary = "Delete a message that holds up its queue")
    @DeleteMapping("/{queue}/message/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("queue") String queue, @PathVariable("id") String id) {
        requireExists(intake.delete(queue, number(id)));
    }

    private static void requireExists(boolean exists) {
        if (!exists) {
            throw ProblemException.notFound("message in this queue");
        }
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw ProblemException.notFound("message in this queue");
        }
    }
}
