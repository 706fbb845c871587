"""Every call of Svix's client for Python that Sealpost answers, against the node at SEALPOST_URL.

A call of the client that is neither made here nor listed in ELSEWHERE fails the run.
"""

import inspect
import os
import sys
import time
from datetime import datetime, timedelta, timezone

import httpx
from svix.api import (
    ApplicationIn,
    ApplicationPatch,
    AppPortalAccessIn,
    AppUsageStatsIn,
    EndpointHeadersIn,
    EndpointHeadersPatchIn,
    EndpointIn,
    EndpointPatch,
    EndpointSecretRotateIn,
    EndpointTransformationIn,
    EndpointTransformationPatch,
    EndpointUpsertIn,
    EventExampleIn,
    EventTypeIn,
    EventTypePatch,
    EventTypeUpsertIn,
    MessageIn,
    MessageListOptions,
    RecoverIn,
    Svix,
    SvixOptions,
)
from svix.models import (
    ApplicationTokenExpireIn,
    BulkExpungeContentsIn,
    BulkReplayIn,
    EventTypeImportOpenApiIn,
    MessagePrecheckIn,
    OperationalWebhookEndpointHeadersIn,
    OperationalWebhookEndpointIn,
    OperationalWebhookEndpointSecretIn,
    OperationalWebhookEndpointUpsertIn,
    PollingEndpointConsumerSeekIn,
    ReplayIn,
)

URL = os.environ["SEALPOST_URL"]
TOKEN = os.environ["SEALPOST_TOKEN"]
RECEIVER = os.environ["RECEIVER_URL"]

# What Sealpost answers by an API of its own, or not at all: docs/compatibility.md.
ELSEWHERE = (
    "authentication.get_stream_poller_token",
    "authentication.rotate_stream_poller_token",
    "authentication.stream_",
    "autoconfig_subscription.",
    "connector.",
    "destination.",
    "environment.",
    "ingest.",
    "integration.",
    "streaming.",
)

svix = Svix(TOKEN, SvixOptions(server_url=URL))
made = []
failed = []


def call(name, work, check=lambda answer: True):
    """Makes a call and checks its answer; returns the answer, or None if it failed."""
    made.append(name)
    try:
        answer = work()
        assert check(answer), f"unexpected answer: {answer}"
        print("ok", name)
        return answer
    except Exception as failure:
        failed.append(name)
        print("FAILED", name, repr(failure)[:300])
        return None


def until(work, seconds=20):
    """Repeats until the result is true."""
    end = time.time() + seconds
    while time.time() < end:
        result = work()
        if result:
            return result
        time.sleep(0.1)
    return work()


def calls_of(client, prefix=""):
    for name, member in inspect.getmembers(client):
        if name.startswith("_"):
            continue
        if inspect.ismethod(member):
            yield prefix + name
        elif type(member).__module__.startswith("svix.api"):
            yield from calls_of(member, prefix + name + ".")


def applications():
    app = call("application.create", lambda: svix.application.create(ApplicationIn(name="Python", uid="python")))
    call(
        "application.get_or_create",
        lambda: svix.application.get_or_create(ApplicationIn(name="Python", uid="python")),
        lambda it: it.id == app.id,
    )
    call("application.get", lambda: svix.application.get("python"), lambda it: it.id == app.id)
    call("application.list", lambda: svix.application.list(), lambda it: any(a.id == app.id for a in it.data))
    call("application.upsert", lambda: svix.application.upsert(app.id, ApplicationIn(name="P", uid="python")), lambda it: it.name == "P")
    call("application.patch", lambda: svix.application.patch(app.id, ApplicationPatch(name="Q")), lambda it: it.name == "Q")
    return app.id


def event_types():
    types = svix.event_type
    call("event_type.create", lambda: types.create(EventTypeIn(name="python.created", description="made by Python")))
    call("event_type.get", lambda: types.get("python.created"), lambda it: it.description == "made by Python")
    call("event_type.list", lambda: types.list(), lambda it: any(t.name == "python.created" for t in it.data))
    call("event_type.upsert", lambda: types.upsert("python.created", EventTypeUpsertIn(description="d")), lambda it: it.description == "d")
    call("event_type.patch", lambda: types.patch("python.created", EventTypePatch(description="e")), lambda it: it.description == "e")
    spec = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "webhooks": {
            "python.imported": {
                "post": {
                    "description": "imported",
                    "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                }
            }
        },
    }
    call("event_type.import_openapi", lambda: types.import_openapi(EventTypeImportOpenApiIn(spec=spec)))
    call("event_type.delete", lambda: types.delete("python.imported"))


def endpoints(app):
    endpoint = svix.endpoint
    ep = call("endpoint.create", lambda: endpoint.create(app, EndpointIn(url=RECEIVER, uid="python-ep"))).id
    call("endpoint.get", lambda: endpoint.get(app, "python-ep"), lambda it: it.id == ep)
    call("endpoint.list", lambda: endpoint.list(app), lambda it: [e.id for e in it.data] == [ep] and it.done)
    call("endpoint.upsert", lambda: endpoint.upsert(app, ep, EndpointUpsertIn(url=RECEIVER, uid="python-ep", description="d")), lambda it: it.description == "d")
    call("endpoint.patch", lambda: endpoint.patch(app, ep, EndpointPatch(description="e")), lambda it: it.description == "e")
    call("endpoint.set_headers", lambda: endpoint.set_headers(app, ep, EndpointHeadersIn(headers={"X-One": "1", "Authorization": "Bearer a"})))
    call("endpoint.get_headers", lambda: endpoint.get_headers(app, ep), lambda it: it.headers == {"X-One": "1"} and it.sensitive == ["Authorization"])
    call("endpoint.patch_headers", lambda: endpoint.patch_headers(app, ep, EndpointHeadersPatchIn(headers={"X-Two": "2"})))
    first = call("endpoint.get_secret", lambda: endpoint.get_secret(app, ep), lambda it: it.key.startswith("whsec_"))
    call("endpoint.rotate_secret", lambda: endpoint.rotate_secret(app, ep, EndpointSecretRotateIn()))
    until(lambda: first is None or endpoint.get_secret(app, ep).key != first.key)
    code = "function handler(webhook) { return webhook; }"
    call("endpoint.transformation.patch", lambda: endpoint.transformation.patch(app, ep, EndpointTransformationPatch(code=code, enabled=True)))
    call("endpoint.transformation.get", lambda: endpoint.transformation.get(app, ep), lambda it: it.code == code)
    call("endpoint.transformation_partial_update", lambda: endpoint.transformation_partial_update(app, ep, EndpointTransformationIn(enabled=False)))
    call("endpoint.send_example", lambda: endpoint.send_example(app, ep, EventExampleIn(event_type="python.created")))
    return ep


def messages(app, ep):
    message = svix.message
    msg = call(
        "message.create",
        lambda: message.create(app, MessageIn(event_type="python.created", event_id="python-1", payload={"a": 1.5}, channels=["c"], tags=["t"])),
        lambda it: it.event_id == "python-1",
    ).id
    call("message.precheck", lambda: message.precheck(app, MessagePrecheckIn(event_type="python.created")), lambda it: it.active)
    until(lambda: svix.message_attempt.list_by_msg(app, msg).data)
    call("message.get", lambda: message.get(app, msg), lambda it: it.payload == {"a": 1.5})
    call("message.list", lambda: message.list(app, MessageListOptions(tag="t", channel="c")), lambda it: [m.id for m in it.data] == [msg])
    attempts = svix.message_attempt
    by_msg = call("message_attempt.list_by_msg", lambda: attempts.list_by_msg(app, msg), lambda it: it.data[0].endpoint_id == ep)
    call("message_attempt.list_by_endpoint", lambda: attempts.list_by_endpoint(app, ep), lambda it: any(a.msg_id == msg for a in it.data))
    call("message_attempt.get", lambda: attempts.get(app, msg, by_msg.data[0].id), lambda it: it.response_status_code == 204)
    call("message_attempt.list_attempted_destinations", lambda: attempts.list_attempted_destinations(app, msg), lambda it: it.data[0].id == ep)
    call("message_attempt.list_attempted_messages", lambda: attempts.list_attempted_messages(app, ep), lambda it: any(m.id == msg for m in it.data))
    call("message_attempt.resend", lambda: attempts.resend(app, msg, ep))
    call("message_attempt.expunge_content", lambda: attempts.expunge_content(app, msg, by_msg.data[0].id))
    call("endpoint.get_stats", lambda: svix.endpoint.get_stats(app, ep), lambda it: it.success > 0)
    call("endpoint.get_attempt_stats", lambda: svix.endpoint.get_attempt_stats(app, ep))
    return msg


def replays(app, ep):
    since = datetime.now(timezone.utc) - timedelta(hours=1)
    call("endpoint.recover", lambda: svix.endpoint.recover(app, ep, RecoverIn(since=since)))
    task = call("endpoint.replay_missing", lambda: svix.endpoint.replay_missing(app, ep, ReplayIn(since=since)))
    call("endpoint.bulk_replay", lambda: svix.endpoint.bulk_replay(app, ep, BulkReplayIn(since=since)))
    call("background_task.list", lambda: svix.background_task.list(), lambda it: it.data)
    call("background_task.get", lambda: svix.background_task.get(task.id), lambda it: it.id == task.id)
    call("statistics.aggregate_app_stats", lambda: svix.statistics.aggregate_app_stats(AppUsageStatsIn(since=since, until=datetime.now(timezone.utc))))
    call("statistics.aggregate_event_types", lambda: svix.statistics.aggregate_event_types())


def operational_webhooks():
    endpoint = svix.operational_webhook.endpoint
    name = "operational_webhook.endpoint."
    ep = call(name + "create", lambda: endpoint.create(OperationalWebhookEndpointIn(url=RECEIVER)))
    ep = ep and ep.id
    call(name + "get", lambda: endpoint.get(ep), lambda it: it.id == ep)
    call(name + "list", lambda: endpoint.list(), lambda it: any(e.id == ep for e in it.data))
    call(name + "upsert", lambda: endpoint.upsert(ep, OperationalWebhookEndpointUpsertIn(url=RECEIVER, description="d")), lambda it: it.description == "d")
    call(name + "set_headers", lambda: endpoint.set_headers(ep, OperationalWebhookEndpointHeadersIn(headers={"X-One": "1"})))
    call(name + "get_headers", lambda: endpoint.get_headers(ep), lambda it: it.headers == {"X-One": "1"})
    call(name + "get_secret", lambda: endpoint.get_secret(ep), lambda it: it.key.startswith("whsec_"))
    call(name + "rotate_secret", lambda: endpoint.rotate_secret(ep, OperationalWebhookEndpointSecretIn()))
    call(name + "delete", lambda: endpoint.delete(ep))


def poller(app):
    poller = svix.message.poller
    answer = httpx.post(f"{URL}/api/v1/app/{app}/poller", json={"uid": "python"}, headers={"Authorization": f"Bearer {TOKEN}"})
    sink = answer.json().get("id", "python")
    first = call("message.poller.poll", lambda: poller.poll(app, sink))
    call("message.poller.consumer_poll", lambda: poller.consumer_poll(app, sink, "one"))
    call(
        "message.poller.consumer_seek",
        lambda: poller.consumer_seek(app, sink, "one", PollingEndpointConsumerSeekIn(after=datetime.now(timezone.utc))),
    )
    return first


def ends(app, ep, msg):
    call("message.expunge_content", lambda: svix.message.expunge_content(app, msg))
    call("message.bulk_expunge_content", lambda: svix.message.bulk_expunge_content(app, BulkExpungeContentsIn(ids=[msg])))
    call("message.expunge_all_contents", lambda: svix.message.expunge_all_contents(app))
    call("authentication.app_portal_access", lambda: svix.authentication.app_portal_access(app, AppPortalAccessIn()), lambda it: it.token and it.url)
    portal = svix.authentication.app_portal_access(app, AppPortalAccessIn()) if "authentication.app_portal_access" not in failed else None
    call("authentication.logout", lambda: Svix(portal.token, SvixOptions(server_url=URL)).authentication.logout())
    call("authentication.expire_all", lambda: svix.authentication.expire_all(app, ApplicationTokenExpireIn()))
    call("endpoint.delete", lambda: svix.endpoint.delete(app, ep))
    call("application.delete", lambda: svix.application.delete(app))
    call("health.get", lambda: svix.health.get())


def main():
    app = applications()
    event_types()
    ep = endpoints(app)
    msg = messages(app, ep)
    replays(app, ep)
    operational_webhooks()
    poller(app)
    ends(app, ep, msg)
    here = [name for name in calls_of(svix) if not name.startswith(ELSEWHERE)]
    for name in sorted(set(here) - set(made)):
        failed.append(name)
        print("NOT CALLED", name)
    print(f"{len(made) - len(set(failed) & set(made))} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()
