"""Makes an application with an endpoint and messages, and lets schemathesis send what it derives from the description of the API:
fuzz.py SCHEMATHESIS. Takes SEALPOST_URL, SEALPOST_TOKEN and RECEIVER_URL from node.py."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

URL = os.environ["SEALPOST_URL"]
TOKEN = os.environ["SEALPOST_TOKEN"]
MESSAGES = 30

# Names of what is there, so that not every answer is 404.
CONFIG = """
[parameters]
app = "fuzz"
endpoint = "fuzz"
message = "fuzz-0"
"""

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"

# What would take the rest away: the application, its endpoint, the routes of the node, and the token itself.
LEFT_OUT = ["application.delete", "endpoint.delete", "deployment.deploy", "deployment.activate", "deployment.rollBack"]


def post(path, body):
    request = urllib.request.Request(
        URL + "/api/v1" + path,
        data=json.dumps(body).encode(),
        headers={"authorization": "Bearer " + TOKEN, "content-type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=30):
        pass


def main(schemathesis):
    post("/app", {"name": "Fuzz", "uid": "fuzz"})
    post("/app/fuzz/endpoint", {"url": os.environ["RECEIVER_URL"], "uid": "fuzz"})
    for number in range(MESSAGES):
        post("/app/fuzz/msg", {"eventType": "fuzz.made", "eventId": f"fuzz-{number}", "payload": {"number": number}})
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        config = pathlib.Path(folder) / "schemathesis.toml"
        config.write_text(CONFIG)
        command = [schemathesis, "--config-file", config, "run", URL + "/api/v1/openapi.json"]
        command += ["--header", "Authorization: Bearer " + TOKEN, "--checks", CHECKS]
        command += ["--phases", "examples,coverage,fuzzing", "--max-examples", "25", "--continue-on-failure", "--seed", "1"]
        for operation in LEFT_OUT:
            command += ["--exclude-operation-id", operation]
        return subprocess.run(command, cwd=folder).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
