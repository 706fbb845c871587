"use strict";

// Shows openapi.json and calls its operations. Text from the document and from answers is only ever set as text.

const METHODS = ["get", "post", "put", "patch", "delete"];
let description;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null));
  return made;
}

/** Shows `code` of a description as code. */
function prose(text) {
  return (text || "").split("`").map((part, i) => (i % 2 ? element("code", {}, part) : part));
}

function resolve(value) {
  if (!value || !value.$ref) return value || {};
  return value.$ref.slice(2).split("/").reduce((at, name) => at[name], description);
}

function typeOf(schema) {
  const real = resolve(schema);
  if (real.enum) return real.enum.map((word) => JSON.stringify(word)).join(" | ");
  if (real.anyOf) return real.anyOf.map(typeOf).join(" | ");
  const types = [].concat(real.type || "any").map((type) => {
    if (type === "array") return `${typeOf(real.items)}[]`;
    return real.format && type !== "null" ? `${type} (${real.format})` : type;
  });
  return types.join(" | ");
}

function bounds(schema) {
  const real = resolve(schema);
  const of = (least, most, what) =>
    least === undefined && most === undefined ? "" : `${least ?? ""}…${most ?? ""}${what}`;
  return [
    of(real.minimum, real.maximum, ""),
    of(real.minLength, real.maxLength, " characters"),
    of(real.minItems, real.maxItems, " items"),
  ].filter(Boolean).join(", ");
}

/** An example of a schema, made of those of its members. */
function example(schema, onlyRequired) {
  const real = resolve(schema);
  if (real.examples) return real.examples[0];
  if (real.anyOf) return example(real.anyOf[0], onlyRequired);
  const type = [].concat(real.type || "")[0];
  if (type === "object") {
    const members = {};
    for (const [name, member] of Object.entries(real.properties || {})) {
      const isWanted = (real.required || []).includes(name) || (!onlyRequired && (resolve(member).examples || []).length > 0);
      if (isWanted && !member.readOnly && !member.deprecated) members[name] = example(member, onlyRequired);
    }
    return members;
  }
  return { array: [], string: real.enum ? real.enum[0] : "", integer: 0, number: 0, boolean: false }[type] ?? null;
}

/** Rows of a table; which members are required is said of requests only. */
function membersOf(schema, isRequest = true, depth = 0) {
  const real = resolve(schema);
  const rows = [];
  for (const [name, member] of Object.entries(real.properties || {})) {
    if (member.readOnly) continue;
    const isRequired = isRequest && (real.required || []).includes(name);
    rows.push(element("tr", {},
      element("td", {}, element("code", {}, "\u00a0\u00a0".repeat(depth) + name), isRequired ? " required" : ""),
      element("td", {}, typeOf(member), element("div", { class: "note" }, bounds(member))),
      element("td", {}, prose(member.description))));
    const nested = [member, ...(member.anyOf || [])].find((each) => each.$ref && resolve(each).properties)
      || (member.items && member.items.$ref ? member.items : null);
    if (nested && depth < 2) rows.push(...membersOf(nested, isRequest, depth + 1));
  }
  return rows;
}

function table(heads, rows) {
  return element("table", {}, element("thead", {}, element("tr", {}, heads.map((head) => element("th", {}, head)))),
    element("tbody", {}, rows));
}

function jsonSchema(content) {
  return content && content["application/json"] ? content["application/json"].schema : null;
}

function parameterRow(parameter, inputs) {
  const input = element("input", {
    "data-name": parameter.name, placeholder: parameter.required ? "required" : "", spellcheck: "false",
  });
  inputs.push([parameter, input]);
  return element("tr", {},
    element("td", {}, element("code", {}, parameter.name), element("div", { class: "note" }, parameter.in)),
    element("td", {}, typeOf(parameter.schema), element("div", { class: "note" }, bounds(parameter.schema))),
    element("td", {}, prose(parameter.description)),
    element("td", {}, input));
}

function inside(path, method, operation) {
  const inputs = [];
  const parts = [];
  const needs = operation["x-needs"];
  if (operation.description) parts.push(element("p", {}, prose(operation.description)));
  parts.push(element("p", { class: "note" },
    needs ? ["Needs the permission ", element("code", {}, needs), "."] : "Needs no token."));
  const parameters = (operation.parameters || []).map(resolve);
  if (parameters.length > 0) {
    parts.push(element("h3", {}, "Parameters"),
      table(["Name", "Type", "", "Value"], parameters.map((parameter) => parameterRow(parameter, inputs))));
  }
  const bodySchema = jsonSchema((operation.requestBody || {}).content);
  const body = bodySchema
    ? element("textarea", { spellcheck: "false", "aria-label": "Body" })
    : null;
  if (body) {
    body.value = JSON.stringify(example(bodySchema, method !== "patch"), null, 2);
    parts.push(element("h3", {}, "Body"), table(["Member", "Type", ""], membersOf(bodySchema)), body);
  }
  const result = element("div", { "aria-live": "polite" });
  const button = element("button", {
    type: "button",
    onclick: async () => {
      button.disabled = true;
      await send(path, method, inputs, body, result);
      result.scrollIntoView({ block: "nearest" });
      button.disabled = false;
    },
  }, "Send");
  parts.push(button, result);
  for (const [status, answer] of Object.entries(operation.responses)) {
    const schema = jsonSchema(resolve(answer).content);
    if (status.startsWith("2")) {
      parts.push(element("h3", {}, `Answer ${status}`));
      parts.push(schema ? table(["Member", "Type", ""], membersOf(schema, false)) : element("p", { class: "note" }, "No body."));
    }
  }
  const errors = Object.keys(operation.responses).filter((status) => /^[45]/.test(status));
  parts.push(element("p", { class: "note" }, `Errors: ${errors.join(", ")}`));
  return element("div", { class: "inside" }, parts);
}

function shell(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function send(path, method, inputs, body, result) {
  let target = path;
  const query = new URLSearchParams();
  const headers = {};
  for (const [parameter, input] of inputs) {
    const value = input.value;
    if (parameter.in === "path") {
      if (value === "") return result.replaceChildren(element("p", { class: "bad" }, `${parameter.name} is required.`));
      target = target.replace(`{${parameter.name}}`, encodeURIComponent(value));
    } else if (value !== "" && parameter.in === "query") query.append(parameter.name, value);
    else if (value !== "") headers[parameter.name] = value;
  }
  if (query.size > 0) target += `?${query}`;
  const token = document.getElementById("token").value;
  if (token) headers.authorization = `Bearer ${token}`;
  if (body) headers["content-type"] = "application/json";
  const curl = ["curl", "-X", method.toUpperCase(), shell(location.origin + target)];
  for (const [name, value] of Object.entries(headers)) {
    curl.push("-H", name === "authorization" ? '"Authorization: Bearer $TOKEN"' : shell(`${name}: ${value}`));
  }
  if (body) curl.push("-d", shell(body.value));
  const began = performance.now();
  try {
    const answer = await fetch(target, {
      method: method.toUpperCase(), headers, body: body ? body.value : undefined, credentials: "omit", cache: "no-store",
    });
    const text = await answer.text();
    const time = Math.round(performance.now() - began);
    result.replaceChildren(
      element("p", {}, element("span", { class: `status ${answer.ok ? "good" : "bad"}` },
        `${answer.status} ${answer.statusText}`), ` in ${time} ms`),
      text ? element("pre", { class: "answer" }, pretty(text)) : "",
      element("pre", {}, curl.join(" ")));
  } catch (e) {
    result.replaceChildren(element("p", { class: "bad" }, `The request failed: ${e.message}`));
  }
}

/** Keeps numbers as they are written: only a text that survives parsing is laid out. */
function pretty(text) {
  try {
    const parsed = JSON.parse(text);
    return JSON.stringify(parsed) === text ? JSON.stringify(parsed, null, 2) : text;
  } catch {
    return text;
  }
}

function operationOf(path, method, operation) {
  const made = element("details", { class: "operation", id: operation.operationId },
    element("summary", {},
      element("span", { class: `method ${method}` }, method.toUpperCase()),
      element("span", { class: "path" }, path),
      element("span", { class: "what" }, operation.summary)));
  made.dataset.words = `${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase();
  made.addEventListener("toggle", () => {
    if (made.open && made.childElementCount === 1) made.append(inside(path, method, operation));
  });
  return made;
}

function show() {
  document.getElementById("version").textContent = `version ${description.info.version}`;
  const byTag = new Map(description.tags.map((tag) => [tag.name, []]));
  for (const [path, item] of Object.entries(description.paths)) {
    for (const method of METHODS.filter((each) => item[each])) {
      byTag.get(item[method].tags[0]).push(operationOf(path, method, item[method]));
    }
  }
  document.getElementById("operations").replaceChildren(...[...byTag]
    .filter(([, operations]) => operations.length > 0)
    .map(([tag, operations]) => element("section", {}, element("h2", {}, tag), operations)));
  const linked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (linked && linked.tagName === "DETAILS") {
    linked.open = true;
    linked.scrollIntoView();
  }
}

function find(event) {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of document.querySelectorAll("main section")) {
    let any = false;
    for (const operation of section.querySelectorAll("details")) {
      operation.hidden = !words.every((word) => operation.dataset.words.includes(word));
      any ||= !operation.hidden;
    }
    section.hidden = !any;
  }
}

document.getElementById("find").addEventListener("input", find);
fetch("/api/v1/openapi.json")
  .then((answer) => answer.json())
  .then((json) => {
    description = json;
    show();
  })
  .catch((e) => {
    document.getElementById("operations").textContent = `openapi.json cannot be read: ${e.message}`;
  });
