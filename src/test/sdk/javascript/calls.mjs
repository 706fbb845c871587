// Every call of Svix's client for JavaScript that Sealpost answers, against the node at SEALPOST_URL.
// A call of the client that is neither made here nor listed in ELSEWHERE fails the run.
import assert from "node:assert/strict";
import { Svix } from "svix";

const url = process.env.SEALPOST_URL;
const token = process.env.SEALPOST_TOKEN;
const receiver = process.env.RECEIVER_URL;

// What Sealpost answers by an API of its own, or not at all: docs/compatibility.md.
const ELSEWHERE =
  /^(autoconfigSubscription|connector|destination|environment|ingest|integration|streaming)\.|^authentication\.(stream|rotateStream|getStream)/;

const svix = new Svix(token, { serverUrl: url });
const made = new Set();
const failed = new Set();

async function call(name, work, check = () => {}) {
  made.add(name);
  try {
    const answer = await work();
    check(answer);
    console.log("ok", name);
    return answer;
  } catch (failure) {
    failed.add(name);
    const reason = failure.body ? `${failure.code} ${JSON.stringify(failure.body)}` : String(failure);
    console.log("FAILED", name, reason.slice(0, 300));
    return undefined;
  }
}

async function until(work) {
  for (let i = 0; i < 200; i++) {
    if (await work()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function callsOf(client, prefix = "") {
  const names = [];
  const prototype = Object.getPrototypeOf(client);
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === "constructor") continue;
    if (property.get) names.push(...callsOf(client[name], `${prefix}${name}.`));
    else if (typeof property.value === "function") names.push(prefix + name);
  }
  return names;
}

const app = (await call("application.create", () => svix.application.create({ name: "JavaScript", uid: "javascript" }))).id;
await call("application.getOrCreate", () => svix.application.getOrCreate({ name: "JavaScript", uid: "javascript" }), (it) => assert.equal(it.id, app));
await call("application.get", () => svix.application.get("javascript"), (it) => assert.equal(it.id, app));
await call("application.list", () => svix.application.list(), (it) => assert(it.data.some((a) => a.id === app)));
await call("application.upsert", () => svix.application.upsert(app, { name: "J", uid: "javascript" }), (it) => assert.equal(it.name, "J"));
await call("application.patch", () => svix.application.patch(app, { name: "K" }), (it) => assert.equal(it.name, "K"));

const types = svix.eventType;
await call("eventType.create", () => types.create({ name: "javascript.created", description: "made by JavaScript" }));
await call("eventType.get", () => types.get("javascript.created"), (it) => assert.equal(it.description, "made by JavaScript"));
await call("eventType.list", () => types.list(), (it) => assert(it.data.some((t) => t.name === "javascript.created")));
await call("eventType.upsert", () => types.upsert("javascript.created", { description: "d" }), (it) => assert.equal(it.description, "d"));
await call("eventType.patch", () => types.patch("javascript.created", { description: "e" }), (it) => assert.equal(it.description, "e"));
const content = { "application/json": { schema: { type: "object" } } };
const spec = {
  openapi: "3.1.0",
  info: { title: "t", version: "1" },
  webhooks: { "javascript.imported": { post: { description: "imported", requestBody: { content } } } },
};
await call("eventType.importOpenapi", () => types.importOpenapi({ spec }));
await call("eventType.delete", () => types.delete("javascript.imported"));

const endpoint = svix.endpoint;
const ep = (await call("endpoint.create", () => endpoint.create(app, { url: receiver, uid: "javascript-ep" }))).id;
await call("endpoint.get", () => endpoint.get(app, "javascript-ep"), (it) => assert.equal(it.id, ep));
await call("endpoint.list", () => endpoint.list(app), (it) => assert.deepEqual(it.data.map((e) => e.id), [ep]));
await call("endpoint.upsert", () => endpoint.upsert(app, ep, { url: receiver, uid: "javascript-ep", description: "d" }), (it) => assert.equal(it.description, "d"));
await call("endpoint.patch", () => endpoint.patch(app, ep, { description: "e" }), (it) => assert.equal(it.description, "e"));
await call("endpoint.setHeaders", () => endpoint.setHeaders(app, ep, { headers: { "X-One": "1", Authorization: "Bearer a" } }));
await call("endpoint.getHeaders", () => endpoint.getHeaders(app, ep), (it) => {
  assert.deepEqual(it.headers, { "X-One": "1" });
  assert.deepEqual(it.sensitive, ["Authorization"]);
});
await call("endpoint.patchHeaders", () => endpoint.patchHeaders(app, ep, { headers: { "X-Two": "2" } }));
const secret = await call("endpoint.getSecret", () => endpoint.getSecret(app, ep), (it) => assert.match(it.key, /^whsec_/));
await call("endpoint.rotateSecret", () => endpoint.rotateSecret(app, ep, {}));
await call("endpoint.getSecret", () => endpoint.getSecret(app, ep), (it) => assert.notEqual(it.key, secret?.key));
const code = "function handler(webhook) { return webhook; }";
await call("endpoint.transformation.patch", () => endpoint.transformation.patch(app, ep, { code, enabled: true }));
await call("endpoint.transformation.get", () => endpoint.transformation.get(app, ep), (it) => assert.equal(it.code, code));
await call("endpoint.transformationPartialUpdate", () => endpoint.transformationPartialUpdate(app, ep, { enabled: false }));
await call("endpoint.sendExample", () => endpoint.sendExample(app, ep, { eventType: "javascript.created" }));

const message = svix.message;
const attempts = svix.messageAttempt;
const sent = { eventType: "javascript.created", eventId: "javascript-1", payload: { a: 1.5 }, channels: ["c"], tags: ["t"] };
const msg = (await call("message.create", () => message.create(app, sent), (it) => assert.equal(it.eventId, "javascript-1"))).id;
await call("message.precheck", () => message.precheck(app, { eventType: "javascript.created" }), (it) => assert(it.active));
await until(async () => (await attempts.listByMsg(app, msg)).data.length > 0);
await call("message.get", () => message.get(app, msg, { withContent: true }), (it) => assert.deepEqual(it.payload, { a: 1.5 }));
await call("message.list", () => message.list(app, { tag: "t", channel: "c" }), (it) => assert.deepEqual(it.data.map((m) => m.id), [msg]));
const byMsg = await call("messageAttempt.listByMsg", () => attempts.listByMsg(app, msg), (it) => assert.equal(it.data[0].endpointId, ep));
await call("messageAttempt.listByEndpoint", () => attempts.listByEndpoint(app, ep), (it) => assert(it.data.some((a) => a.msgId === msg)));
await call("messageAttempt.get", () => attempts.get(app, msg, byMsg.data[0].id), (it) => assert.equal(it.responseStatusCode, 204));
await call("messageAttempt.listAttemptedDestinations", () => attempts.listAttemptedDestinations(app, msg), (it) => assert.equal(it.data[0].id, ep));
await call("messageAttempt.listAttemptedMessages", () => attempts.listAttemptedMessages(app, ep), (it) => assert(it.data.some((m) => m.id === msg)));
await call("messageAttempt.resend", () => attempts.resend(app, msg, ep));
await call("messageAttempt.expungeContent", () => attempts.expungeContent(app, msg, byMsg.data[0].id));
await call("endpoint.getStats", () => endpoint.getStats(app, ep), (it) => assert(it.success > 0));

const since = new Date(Date.now() - 3_600_000);
await call("endpoint.recover", () => endpoint.recover(app, ep, { since }));
const task = await call("endpoint.replayMissing", () => endpoint.replayMissing(app, ep, { since }));
await call("endpoint.bulkReplay", () => endpoint.bulkReplay(app, ep, { since }));
await call("backgroundTask.list", () => svix.backgroundTask.list(), (it) => assert(it.data.length > 0));
await call("backgroundTask.get", () => svix.backgroundTask.get(task.id), (it) => assert.equal(it.id, task.id));
await call("statistics.aggregateAppStats", () => svix.statistics.aggregateAppStats({ since, until: new Date() }));
await call("statistics.aggregateEventTypes", () => svix.statistics.aggregateEventTypes());

const operational = svix.operationalWebhook.endpoint;
const name = "operationalWebhook.endpoint.";
const op = (await call(`${name}create`, () => operational.create({ url: receiver })))?.id;
await call(`${name}get`, () => operational.get(op), (it) => assert.equal(it.id, op));
await call(`${name}list`, () => operational.list(), (it) => assert(it.data.some((e) => e.id === op)));
await call(`${name}upsert`, () => operational.upsert(op, { url: receiver, description: "d" }), (it) => assert.equal(it.description, "d"));
await call(`${name}setHeaders`, () => operational.setHeaders(op, { headers: { "X-One": "1" } }));
await call(`${name}getHeaders`, () => operational.getHeaders(op), (it) => assert.deepEqual(it.headers, { "X-One": "1" }));
await call(`${name}getSecret`, () => operational.getSecret(op), (it) => assert.match(it.key, /^whsec_/));
await call(`${name}rotateSecret`, () => operational.rotateSecret(op, {}));
await call(`${name}delete`, () => operational.delete(op));

const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
const created = await fetch(`${url}/api/v1/app/${app}/poller`, { method: "POST", headers, body: '{"uid": "javascript"}' });
const sink = (await created.json()).id ?? "javascript";
await call("message.poller.poll", () => message.poller.poll(app, sink));
await call("message.poller.consumerPoll", () => message.poller.consumerPoll(app, sink, "one"));
await call("message.poller.consumerSeek", () => message.poller.consumerSeek(app, sink, "one", { after: new Date() }));

await call("message.expungeContent", () => message.expungeContent(app, msg));
await call("message.bulkExpungeContent", () => message.bulkExpungeContent(app, { ids: [msg] }));
await call("message.expungeAllContents", () => message.expungeAllContents(app));
const portal = await call("authentication.appPortalAccess", () => svix.authentication.appPortalAccess(app, {}), (it) => assert(it.token && it.url));
await call("authentication.logout", () => new Svix(portal.token, { serverUrl: url }).authentication.logout());
await call("authentication.expireAll", () => svix.authentication.expireAll(app, {}));
await call("endpoint.delete", () => endpoint.delete(app, ep));
await call("application.delete", () => svix.application.delete(app));
await call("health.get", () => svix.health.get());

for (const each of callsOf(svix)) {
  if (!made.has(each) && !ELSEWHERE.test(each)) {
    failed.add(each);
    console.log("NOT CALLED", each);
  }
}
console.log(`${[...made].filter((each) => !failed.has(each)).length} passed, ${failed.size} failed`);
process.exit(failed.size > 0 ? 1 : 0);
