"""A node of its own for the parts of .ci/long, and a receiver: node.py COMMAND … runs the command with SEALPOST_URL, SEALPOST_TOKEN
and RECEIVER_URL, and stops both afterwards."""

import contextlib
import http.server
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
LAUNCHER = ROOT / "target" / "sealpost" / "bin" / "sealpost"


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers 204 to everything."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(204)
        self.end_headers()

    do_PUT = do_PATCH = do_POST

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextlib.contextmanager
def receiver():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/in"
    finally:
        server.shutdown()


@contextlib.contextmanager
def node():
    """Starts a node with a data folder of its own. Gives its URL and its first token."""
    with tempfile.TemporaryDirectory(prefix="sealpost-") as folder:
        data = pathlib.Path(folder)
        port = free_port()
        settings = {
            "SERVER_PORT": str(port),
            "SEALPOST_HOME": folder,
            "SEALPOST_DATA": folder,
            "SEALPOST_EGRESS_ALLOW": "127.0.0.0/8",
            "SEALPOST_BROKER_CORE_PORT": "0",
            "SEALPOST_BROKER_AMQP_PORT": "0",
        }
        with open(data / "log", "wb") as log:
            process = subprocess.Popen([LAUNCHER], cwd=folder, env={**os.environ, **settings}, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(process, url, data / "log")
            yield url, (data / "api-token").read_text().strip()
        finally:
            process.terminate()
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until_ready(process, url, log):
    end = time.time() + 120
    while time.time() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url + "/api/v1/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"the node did not start:\n{log.read_text()[-4000:]}")


def main(command):
    with receiver() as to, node() as (url, token):
        environment = {**os.environ, "SEALPOST_URL": url, "SEALPOST_TOKEN": token, "RECEIVER_URL": to}
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
