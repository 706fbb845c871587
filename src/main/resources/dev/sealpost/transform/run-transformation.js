// Runs a customer's code in the sandbox. Its own functions are taken before, because the code may replace all others.
(function () {
  "use strict";
  const host = globalThis;
  const invoke = host.java_invoke;
  const parse = JSON.parse;
  const stringify = JSON.stringify;
  const evaluate = host.eval;
  const text = String;
  const code = host.sealpost.code();
  const input = parse(host.sealpost.input());
  const ignore = function () {};
  for (const name of ["Javy", "plugin", "java_invoke", "sealpost", "quickjs4j_engine"]) {
    host[name] = undefined;
    delete host[name];
  }
  host.console = { log: ignore, info: ignore, warn: ignore, error: ignore, debug: ignore };

  function failed(error) {
    const isError = error !== null && typeof error === "object";
    const stack = isError ? text(error.stack) : "";
    const place = /<input>:(\d+)(?::(\d+))?/.exec(stack.slice(0, 2000));
    return {
      error: text(error).slice(0, 300),
      line: place ? Number(place[1]) : 0,
      column: place && place[2] ? Number(place[2]) : 0,
    };
  }

  function changed(handler) {
    const webhook = {
      method: "POST",
      url: input.url,
      eventType: input.eventType,
      headers: input.headers,
      payload: input.json ? parse(input.payload) : input.payload,
      cancel: false,
    };
    const result = handler(webhook);
    if (result === null || typeof result !== "object") {
      return { error: "handler returned no object: end it with 'return webhook;'", line: 0, column: 0 };
    }
    if (typeof result.then === "function") {
      return { error: "handler returned a promise: it must not be async", line: 0, column: 0 };
    }
    const isText = !input.json && typeof result.payload === "string";
    return {
      method: result.method,
      url: result.url,
      headers: result.headers,
      cancel: result.cancel,
      payload: isText ? result.payload : stringify(result.payload),
    };
  }

  let answer;
  try {
    const handler = evaluate(code + "\n;typeof handler === 'function' ? handler : undefined");
    if (handler === undefined) {
      answer = { error: "the code has no function handler(webhook)", line: 0, column: 0 };
    } else {
      answer = input.check ? {} : changed(handler);
    }
  } catch (error) {
    answer = failed(error);
  }
  invoke("sealpost", "answer", stringify([stringify(answer)]));
})();
