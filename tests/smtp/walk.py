"""Mails of a walking case through a real SMTP server (aiosmtpd): PROGRAM FOLDER

Starts `padi serve` over demo data in the folder while the SMTP server is still down: filing goes on, the mails wait. Then the SMTP
server comes up, and each mail must arrive once, to the right people, in their language, with the case's number and state and nothing
else of it.
"""

import email
import email.policy
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from aiosmtpd.controller import Controller

TITLE = "Lampu jalan padam di depan sekolah"
BODY = "Sudah dua pekan lampu jalan padam."


class Inbox:
    """Takes every mail and keeps it."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos, message))
        return "250 taken"

    def to(self, address):
        return [message for recipients, message in self.mails if recipients == [address]]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A `padi serve` of its own."""

    def __init__(self, program, folder, smtp_port):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PADI_")}
        self.env = kept | {
            "PADI_DATA_DIR": folder,
            "PADI_SANDBOX": "1",
            "PADI_RATE_LIMIT": "off",
            "PADI_BIND": f"127.0.0.1:{port}",
            "PADI_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        }
        made = subprocess.run([program, "demo-data"], env=self.env, check=True, capture_output=True)
        self.demo = json.loads(made.stdout)
        self.process = subprocess.Popen([program, "serve"], env=self.env, stdout=subprocess.DEVNULL)
        wait_for("the server", lambda: self.answers())

    def answers(self):
        try:
            return urllib.request.urlopen(f"{self.url}/healthz/ready").status == 200
        except OSError:
            return False

    def call(self, method, path, body=None, token=None, headers=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}")
        return json.loads(text) if text else None

    def log_in(self, name):
        user = next(user for user in self.demo["users"] if user["email"] == f"{name}@padi.example")
        body = {"email": user["email"], "password": user["password"]}
        return self.call("POST", "/v1/auth/login", body)["access_token"]

    def id_of(self, kind, code):
        return next(item["id"] for item in self.demo[kind] if item["code"] == code)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def wait_for(what, met, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if met():
            return
        time.sleep(0.1)
    raise SystemExit(f"{what} did not come within {seconds} s")


def check(condition, what):
    if not condition:
        raise SystemExit(f"failed: {what}")
    print(f"smtp: {what}")


def walk(server, inbox, start_smtp):
    citizen, admin = server.log_in("citizen"), server.log_in("agency-admin")
    filed = server.call("POST", "/v1/complaints", {
        "class": "complaint", "title": TITLE, "body": BODY, "incident_on": "2026-03-01", "incident_region_code": "73.71",
        "target_agency_id": server.id_of("agencies", "73.71"),
    }, citizen)
    time.sleep(3)
    check(inbox.mails == [], f"filed as {filed['tracking_number']} while the SMTP server is down")
    start_smtp()
    number = filed["tracking_number"]
    of_case = lambda address: [mail for mail in inbox.to(address) if number in mail.get_content()]
    wait_for("the receipt", lambda: of_case("citizen@padi.example"))
    check(of_case("citizen@padi.example")[0]["Subject"] == "Tanda terima laporan", "the receipt came when the server was up")
    server.call("PATCH", "/v1/me/notification-preferences", {"language": "en"}, citizen, {
        "If-Match": "*", "Content-Type": "application/merge-patch+json",
    })
    server.call("POST", f"/v1/complaints/{filed['id']}/verify", {
        "class": "complaint_non_supervisory", "category_id": server.id_of("categories", "ktp-el"),
        "target_agency_id": server.id_of("agencies", "73.71"), "unit_id": server.id_of("agencies", "73.71.disdukcapil"),
    }, admin)
    wait_for("the disposition", lambda: len(of_case("citizen@padi.example")) == 2)
    wait_for("the liaison's mail", lambda: of_case("unit-liaison@padi.example"))
    last = of_case("citizen@padi.example")[-1]
    check(last["Subject"] == "Disposition of a report" and "State: not followed up." in last.get_content(),
          "the disposition came in the language chosen since")
    # The reminder of C2 and its escalation, over a jump of the law's clock.
    server.call("POST", "/v1/sandbox/clock/advance", {"seconds": 12 * 86_400})
    wait_for("the escalation", lambda: any("L1" in mail.get_content() for mail in of_case("unit-liaison@padi.example")))
    check(any(mail["Subject"] == "Pengingat tenggat" for mail in of_case("unit-liaison@padi.example")),
          "reminder and escalation came to the liaison")
    time.sleep(3)
    ids = [mail["Message-ID"] for _, mail in inbox.mails]
    check(len(ids) == len(set(ids)), f"{len(ids)} mails came, each once")
    for recipients, mail in inbox.mails:
        text = mail.as_string() + mail.get_content()
        check_quiet(TITLE not in text and BODY not in text and filed["id"] not in text, f"nothing of the case to {recipients}")
        check_quiet(mail["From"] and mail["Date"] and mail["To"] == recipients[0], f"whole headers to {recipients}")
    print("smtp: no mail tells more than number and state")


def check_quiet(condition, what):
    if not condition:
        raise SystemExit(f"failed: {what}")


def main():
    program, folder = sys.argv[1:3]
    port = free_port()
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    server = Server(program, folder, port)
    try:
        walk(server, inbox, controller.start)
    finally:
        server.stop()
        if controller.server is not None:
            controller.stop()


main()
