"""The receivers of docs/receiving.md in JavaScript, Python and Go, as printed: each gets a webhook from a node and accepts it, and
refuses one whose body was changed. receivers.py FOLDER, where node_modules, venv and a Go module with the libraries are."""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

import node

FOLDER = pathlib.Path(sys.argv[1]).resolve()
PAGE = (node.ROOT / "docs" / "receiving.md").read_text()


def program(language):
    return re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL).group(1)


def write(name, language):
    file = FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(program(language))
    return str(file)


def commands():
    """The command of each receiver."""
    javascript = write("receiver.cjs", "javascript")
    python = write("receiver.py", "python")
    go = write("receiver/main.go", "go")
    subprocess.run(["go", "mod", "tidy"], cwd=FOLDER / "receiver", check=True)
    subprocess.run(["go", "build", "-o", "receiver"], cwd=FOLDER / "receiver", check=True)
    return {
        "JavaScript": ["node", javascript],
        "Python": [str(FOLDER / "venv" / "bin" / "python"), python],
        "Go": [str(pathlib.Path(go).parent / "receiver")],
    }


def call(method, url, token=None, body=None, headers=None):
    request = urllib.request.Request(url, method=method, data=body, headers=headers or {})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def until(condition):
    end = time.time() + 30
    while time.time() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.1)
    return None


def is_listening(url):
    try:
        call("POST", url, body=b"{}")
        return True
    except OSError:
        return False


def check(name, command, url, token):
    port = node.free_port()
    to = f"http://127.0.0.1:{port}/webhooks"
    app = f"{url}/api/v1/app/{name.lower()}"
    call("POST", f"{url}/api/v1/app", token, json.dumps({"name": name, "uid": name.lower()}).encode())
    _, created = call("POST", f"{app}/endpoint", token, json.dumps({"url": to}).encode())
    endpoint = json.loads(created)["id"]
    _, secret = call("GET", f"{app}/endpoint/{endpoint}/secret", token)
    environment = {**os.environ, "WEBHOOK_SECRET": json.loads(secret)["key"], "PORT": str(port)}
    receiver = subprocess.Popen(command, cwd=FOLDER, env=environment)
    try:
        assert until(lambda: is_listening(to)), "the receiver does not listen"
        status, _ = call("POST", f"{app}/msg", token, b'{"eventType": "order.created", "payload": {"total": 1.10, "name": "\xc3\xa9"}}')
        assert status == 202, status
        attempts = until(lambda: json.loads(call("GET", f"{app}/attempt/endpoint/{endpoint}", token)[1])["data"])
        assert attempts and attempts[0]["responseStatusCode"] == 204, attempts
        forged = {"webhook-id": "msg_1", "webhook-timestamp": str(int(time.time())), "webhook-signature": "v1,AAAA"}
        status, _ = call("POST", to, body=b"{}", headers=forged)
        assert status == 400, status
        return True
    finally:
        receiver.terminate()
        receiver.wait()


def main():
    failed = 0
    with node.node() as (url, token):
        for name, command in commands().items():
            try:
                check(name, command, url, token)
                print("ok", name)
            except AssertionError as failure:
                failed += 1
                print("FAILED", name, failure)
    print(f"{3 - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
