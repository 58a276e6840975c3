"""What schemathesis can't know of itself: who may call an operation, on which case, and what an id may be.

`padi demo-data` has made a person for each role and cases in each state (JUDGES_DEMO names the file with its output). Only what
schemathesis made as good data is steered; what it made bad on purpose goes out as it is. JUDGES_COUNTS names the file into which the
statuses of each operation are counted.
"""

import base64
import collections
import datetime
import hashlib
import hmac
import itertools
import json
import os
import re
import struct
import threading
import time
import uuid

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation as At

URL = os.environ["JUDGES_URL"]
with open(os.environ["JUDGES_DEMO"], encoding="utf-8") as file:
    DEMO = json.load(file)

LOCK = threading.RLock()
COUNTS = collections.defaultdict(collections.Counter)
TOKENS = {}
# An access token is good for ten minutes.
TOKEN_SECONDS = 300
# Who may ask for identities and decide on that, and the secrets of their second factors.
STRONG = ("ombudsman", "privacy-officer")
SECRETS = {}
PASSWORDS = {user["email"]: user["password"] for user in DEMO["users"]}
ODD = itertools.count(1)


def email(name):
    return f"{name}@padi.example"


def user_id(name):
    return next(user["id"] for user in DEMO["users"] if user["email"] == email(name))


def item(kind, code):
    return next(item["id"] for item in DEMO[kind] if item["code"] == code)


CITY, UNIT = item("agencies", "73.71"), item("agencies", "73.71.disdukcapil")
OTHER_UNIT, JAKARTA = item("agencies", "73.71.panakkukang"), item("agencies", "31")
CATEGORY = item("categories", "ktp-el")


def cases(stands_for, with_account=None):
    found = (case for case in DEMO["complaints"] if case["stands_for"] == stands_for)
    return [case["id"] for case in found if with_account is None or with_account == ("tracking_secret" not in case)]


def hand_out(ids):
    """The ids one after the other, the last one again and again."""
    return itertools.chain(ids, itertools.repeat(ids[-1]))


# Operation: who, and on which cases. What reporters do is done by `citizen`, on what was filed with that account.
ACTIONS = {
    "verifyComplaint": ("ministry-coordinator", cases("unverified_agency", False)[:1] + cases("unverified_coordinator")),
    "handleComplaint": ("agency-admin", cases("unverified_agency", False)[1:2]),
    "postponeComplaint": ("agency-admin", cases("unverified_agency", False)[2:3]),
    "archiveComplaint": ("agency-admin", cases("unverified_agency", False)[3:4]),
    "rejectComplaintAuthority": ("agency-admin", cases("unverified_agency", True)[:2]),
    "withdrawComplaint": ("citizen", cases("unverified_agency", True)[2:]),
    "completeComplaintData": ("citizen", cases("postponed_in_process", True) + cases("postponed_unverified", True)),
    "resumeComplaint": ("agency-admin", cases("postponed_unverified", False)),
    "returnComplaint": ("unit-liaison", cases("not_followed_up", True)),
    "redisposeComplaint": ("agency-admin", cases("returned")),
    "forwardComplaint": ("agency-admin", cases("not_followed_up", False)),
    "followUpComplaint": ("unit-liaison", cases("in_process", True)),
    "askComplaintReporter": ("unit-liaison", cases("in_process", False)),
    "replyToComplaint": ("citizen", cases("awaiting_reporter", True)[:1]),
    "acceptComplaint": ("citizen", cases("awaiting_reporter", True)[1:]),
    "commentOnComplaint": ("agency-admin", cases("awaiting_reporter", False)),
    "rateComplaint": ("citizen", cases("completed", True)[:1]),
    "reopenComplaint": ("citizen", cases("completed", True)[1:]),
    "reopenComplaintForQuality": ("ministry-coordinator", cases("completed", False)),
    "unarchiveComplaint": ("agency-admin", cases("archived")),
    "addComplaintSupport": ("agency-admin", cases("supported", False)),
    "answerComplaintAssignment": ("agency-admin", cases("supported", True)[:1]),
    "releaseComplaintAssignment": ("agency-admin", cases("supported", True)[1:]),
    "listComplaintAssignments": ("agency-admin", cases("supported")),
    "splitComplaint": ("agency-admin", cases("supported", False)[1:]),
    "mergeComplaint": ("agency-admin", cases("duplicate", False)),
}
CASTING = {operation: (who, hand_out(ids)) for operation, (who, ids) in ACTIONS.items()}
READ_CASES = itertools.cycle(cases("public") + cases("anonymous_public") + cases("in_process", True))
TRACKED = itertools.cycle(case["tracking_number"] for case in DEMO["complaints"] if case["stands_for"] == "public")
# The last ones are read and changed, the others removed.
HOLIDAYS = [holiday["id"] for holiday in DEMO["holidays"]]
REMOVED_HOLIDAYS = hand_out(HOLIDAYS[:-3])
CALLERS = {
    "listComplaints": "agency-admin",
    "submitComplaint": None,
    "getComplaint": "ministry-coordinator",
    "getComplaintTimeline": "ministry-coordinator",
    "trackComplaint": "ministry-coordinator",
    "listLikelyDuplicates": "ministry-coordinator",
    "searchCases": "agency-admin",
    "listIdentityReveals": "privacy-officer",
    "submitObjection": "citizen",
    "listObjections": "ppid-superior",
    "listSessions": "citizen-4",
    "endSession": "citizen-4",
    "enrollSecondFactor": "citizen-4",
    "confirmSecondFactor": "citizen-4",
    "disableSecondFactor": "citizen-4",
    "renewRecoveryCodes": "citizen-4",
    "changePassword": "citizen-2",
    "logOutEverywhere": "citizen-3",
    "readMe": "citizen",
    "changeMe": "citizen",
    "readLimits": "citizen",
    "listRequestRegister": "ppid",
    "listObjectionRegister": "ppid",
    "getRegisterFigures": "ppid",
}


def call(method, path, token=None, **kwargs):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.request(method, URL + path, headers=headers, timeout=10, **kwargs)


def log_in(address, **code):
    answer = call("POST", "/v1/auth/login", json={"email": address, "password": PASSWORDS[address], **code})
    answer.raise_for_status()
    return answer.json()


def token(name):
    with LOCK:
        made_at, kept = TOKENS.get(name, (0, None))
        if time.monotonic() - made_at > TOKEN_SECONDS or kept is None:
            kept = strong(name) if name in STRONG else log_in(email(name))["access_token"]
            TOKENS[name] = (time.monotonic(), kept)
        return kept


def strong(name):
    """A log-in with a second factor, which is set up the first time."""
    address = email(name)
    if name in SECRETS:
        return log_in(address, code=totp(SECRETS[name]))["access_token"]
    bearer, path = log_in(address)["access_token"], "/v1/me/second-factor"
    SECRETS[name] = call("POST", path, bearer, json={"password": PASSWORDS[address]}).json()["secret"]
    call("POST", f"{path}/confirm", bearer, json={"code": totp(SECRETS[name])}).raise_for_status()
    return bearer


def mailed_token(address):
    mails = call("GET", "/v1/sandbox/mails", params={"to": address}).json()["data"]
    return next(found.group() for mail in mails if (found := re.search(r"(?<![\w-])[\w-]{43}(?![\w-])", mail["body"])))


def newcomer():
    """Somebody who has registered and not yet verified the address."""
    address = email(f"newcomer-{next(ODD)}-{uuid.uuid4().hex[:8]}")
    PASSWORDS[address] = f"Pete-Pete-{uuid.uuid4().hex[:8]}"
    body = {"email": address, "password": PASSWORDS[address], "name": "Warga Baru"}
    call("POST", "/v1/auth/register", json=body).raise_for_status()
    return address


def member():
    """Somebody who has verified the address, and the answer to their log-in."""
    address = newcomer()
    call("POST", "/v1/auth/verify-email", json={"token": mailed_token(address)}).raise_for_status()
    return address, log_in(address)


def must(method, path, name, **kwargs):
    answer = call(method, path, token(name), **kwargs)
    answer.raise_for_status()
    return answer.json()


def filed():
    body = {"class": "complaint", "title": "KTP belum jadi", "body": "Sudah dua bulan.", "incident_on": "2026-02-27"}
    body.update(incident_region_code="73.71", target_agency_id=CITY)
    return must("POST", "/v1/complaints", "citizen", json=body)["id"]


def disposed():
    case = filed()
    body = {"class": "complaint_non_supervisory", "category_id": CATEGORY, "target_agency_id": CITY, "unit_id": UNIT}
    must("POST", f"/v1/complaints/{case}/verify", "ministry-coordinator", json=body)
    return case


def asked():
    path = f"/v1/complaints/{filed()}/identity-reveals"
    return must("POST", path, "ombudsman", json={"reason": "Memeriksa keluhan lanjutan."})["id"]


def approved():
    return must("POST", f"/v1/identity-reveals/{asked()}/approve", "privacy-officer", json={})["id"]


def in_dialogue():
    case = disposed()
    must("POST", f"/v1/complaints/{case}/start-dialogue", "unit-liaison", json={})
    return case


def attached(case):
    return must("POST", f"/v1/complaints/{case}/attachments", "citizen", files={"file": ("foto.png", PICTURE)})["id"]


def agreed(case):
    items = [{"text": "Kartu dicetak.", "due_on": "2099-01-01", "owner_unit_id": UNIT}]
    path = f"/v1/complaints/{case}/dialogue/agreements"
    answer = must("POST", path, "unit-liaison", json={"text": "Sepakat.", "items": items})
    return answer["agreements"][-1]["items"][0]["id"]


def totp(secret):
    """RFC 6238 with the usual settings."""
    digest = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    number = struct.unpack(">I", digest[digest[-1] & 15 :][:4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def lazily(make, count):
    """So many, each made when it is asked for; then the last one again and again."""
    for _ in range(count):
        made = make()
        yield made
    yield from itertools.repeat(made)


# The smallest picture that is one.
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
DIALOGUE = ("getDialogue", "addDialogueContact", "addDialogueInterview", "addDialogueSession", "addDialogueAgreement")
DIALOGUE += ("completeDialogueItem", "confirmDialogue")
CASTING |= {operation: ("unit-liaison", lazily(in_dialogue, 1)) for operation in DIALOGUE}
CASTING |= {
    "startDialogue": ("unit-liaison", lazily(disposed, 3)),
    "exitDialogue": ("unit-liaison", lazily(in_dialogue, 3)),
    "attachToComplaint": ("citizen", lazily(filed, 3)),
    "listComplaintAttachments": ("citizen", lazily(filed, 1)),
    "getComplaintAttachment": ("citizen", lazily(filed, 1)),
    "downloadComplaintAttachment": ("citizen", lazily(filed, 1)),
    "linkComplaintAttachment": ("citizen", lazily(filed, 1)),
    "removeComplaintAttachment": ("citizen", lazily(filed, 1)),
}
CASTING |= {
    "requestIdentityReveal": ("ombudsman", lazily(filed, 3)),
    "approveIdentityReveal": ("privacy-officer", lazily(asked, 3)),
    "denyIdentityReveal": ("privacy-officer", lazily(asked, 3)),
    "readRevealedIdentity": ("ombudsman", lazily(approved, 1)),
    "listComplaintAccesses": ("citizen", lazily(filed, 1)),
}


def answered():
    """A request for information to which there is a notice that gives nothing."""
    body = {"agency_id": CITY, "applicant": {"kind": "individual", "name": "Siti Aminah"}, "information": "Salinan DPA 2025."}
    request = must("POST", "/v1/information-requests", "citizen", json=body)["id"]
    for action, said in (("register-complete", {}), ("not-documented", {"text": "Belum didokumentasikan."})):
        must("POST", f"/v1/information-requests/{request}/{action}", "ppid", json=said)
    return request


OBJECTION_ACTS = {
    "assign-review": ("ppid-superior", {}),
    "propose-settlement": ("ppid", {"text": "Ringkasannya kami serahkan."}),
    "answer-accept": ("ppid-superior", {"extent": "all", "order": "Serahkan.", "text": "Dikabulkan."}),
    "answer-confirm": ("ppid-superior", {"reasons": "Sudah tepat."}),
}


def objected(*actions, by="citizen", **said):
    """An objection to such a notice, on which these actions were done."""
    body = {"request_id": answered(), "grounds": ["d"], **said}
    objection = must("POST", "/v1/objections", by, json=body)["id"]
    for action in actions:
        who, said = OBJECTION_ACTS[action]
        must("POST", f"/v1/objections/{objection}/{action}", who, json=said)
    return objection


CASTING |= {
    "getObjection": ("citizen", lazily(objected, 1)),
    "getObjectionTimeline": ("citizen", lazily(objected, 1)),
    "registerObjection": ("ppid", lazily(lambda: objected(by="ppid", channel="letter"), 3)),
    "assignObjectionReview": ("ppid-superior", lazily(objected, 3)),
    "recommendOnObjection": ("consideration-team", lazily(lambda: objected("assign-review"), 1)),
    "proposeObjectionSettlement": ("ppid", lazily(objected, 1)),
    "settleObjection": ("citizen", lazily(lambda: objected("propose-settlement"), 3)),
    "acceptObjection": ("ppid-superior", lazily(objected, 3)),
    "confirmDecisionObjectedTo": ("ppid-superior", lazily(objected, 3)),
    "declareObjectionInadmissible": ("ppid-superior", lazily(objected, 3)),
    "executeObjection": ("ppid", lazily(lambda: objected("answer-accept"), 3)),
    "withdrawObjection": ("citizen", lazily(objected, 3)),
    "recordObjectionDispute": ("citizen", lazily(lambda: objected("answer-confirm"), 3)),
}
# Of each case one file; who takes it back has handed in another.
FILES = collections.defaultdict(list)
# What needs an account of its own is shown a few times, and is refused after that.
ACCOUNTS_LEFT = collections.Counter(
    {name: 4 for name in ("enrollSecondFactor", "confirmSecondFactor", "disableSecondFactor", "renewRecoveryCodes", "endSession")}
)


def own_account(operation, case):
    """Lets somebody new call what only the owner of an account can do once."""
    with LOCK:
        if ACCOUNTS_LEFT[operation] == 0:
            return
        ACCOUNTS_LEFT[operation] -= 1
    address, tokens = member()
    bearer = tokens["access_token"]
    if operation == "endSession":
        log_in(address)
        sessions = call("GET", "/v1/me/sessions", bearer).json()["data"]
        case.path_parameters["id"] = next(session["id"] for session in sessions if not session["current"])
    elif operation == "enrollSecondFactor":
        case.body["password"] = PASSWORDS[address]
    else:
        path = "/v1/me/second-factor"
        secret = call("POST", path, bearer, json={"password": PASSWORDS[address]}).json()["secret"]
        case.body["code"] = totp(secret)
        if operation != "confirmSecondFactor":
            confirmed = call("POST", f"{path}/confirm", bearer, json={"code": case.body["code"]}).json()
            case.body["code"] = confirmed["recovery_codes"][0]
            if operation == "disableSecondFactor":
                case.body["password"] = PASSWORDS[address]
    case.headers = case.headers or {}
    case.headers["Authorization"] = f"Bearer {bearer}"


def operation_id(case):
    return case.operation.definition.raw.get("operationId")


def is_good(case, location):
    component = case.meta.components.get(location) if case.meta else None
    return component is None or component.mode.is_positive


@schemathesis.auth(refresh_interval=None)
class Person:
    """The access token of whoever may call the operation."""

    def get(self, case, ctx):
        operation = operation_id(case)
        if operation in CASTING:
            return token(CASTING[operation][0])
        name = CALLERS.get(operation, "system-admin" if needs_token(case) else None)
        return token(name) if name else None

    def set(self, case, data, ctx):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


def needs_token(case):
    return any("bearer" in way for way in case.operation.definition.raw.get("security", []))


@schemathesis.hook
def before_call(context, case, kwargs):
    phase = case.meta.phase.name.value if case.meta else ""
    operation = operation_id(case)
    # What the stateful phase takes from one answer into the next call is the point of it.
    if phase != "stateful" and is_good(case, At.PATH) and case.path_parameters:
        steer_path(operation, case.path_parameters)
    if is_good(case, At.QUERY) and case.query:
        steer_query(operation, case.query)
    if is_good(case, At.HEADER):
        steer_headers(case)
    if is_good(case, At.BODY) and isinstance(case.body, dict):
        steer_body(operation, case.body)
    # Elsewhere other credentials, or none, are the point of it.
    signed = (case.headers or {}).get("Authorization") == f"Bearer {TOKENS.get('citizen-4', (0, None))[1]}"
    if operation in ACCOUNTS_LEFT and phase != "stateful" and signed and all(is_good(case, at) for at in (At.PATH, At.BODY)):
        own_account(operation, case)


def steer_path(operation, path):
    if operation in CASTING:
        with LOCK:
            path["id"] = next(CASTING[operation][1])
        if operation == "completeDialogueItem":
            path["item_id"] = agreed(path["id"])
        elif "assignment_id" in path:
            path["assignment_id"] = owed_assignment(path["id"])
        elif "attachment_id" in path:
            files = FILES[path["id"]]
            if not files or operation == "removeComplaintAttachment":
                files.append(attached(path["id"]))
            path["attachment_id"] = files[-1]
    elif operation == "followFileLink":
        case = filed()
        link = must("POST", f"/v1/complaints/{case}/attachments/{attached(case)}/links", "citizen", json=None)
        path["token"] = link["url"].rsplit("/", 1)[1]
    elif operation == "addAgencyAlias":
        path["id"] = item("agencies", "31.disdukcapil")
    elif operation in ("getComplaint", "getComplaintTimeline", "listLikelyDuplicates"):
        path["id"] = next(READ_CASES)
    elif operation == "trackComplaint":
        path["tracking_number"] = next(TRACKED)
    elif operation == "explainProblem":
        path["code"] = "version_mismatch"
    elif operation == "getRegion":
        path["code"] = "73.71"
    elif operation == "deleteHoliday":
        path["id"] = next(REMOVED_HOLIDAYS)
    elif operation in ("getHoliday", "getHolidayHistory", "changeHoliday"):
        path["id"] = HOLIDAYS[-1]
    elif operation in ("getAgency", "getAgencyHistory", "changeAgency"):
        path["id"] = item("agencies", "31.disdukcapil")
    elif operation in ("getCategory", "getCategoryHistory", "changeCategory"):
        path["id"] = DEMO["categories"][0]["id"]
    elif operation in ("getRule", "getRuleHistory", "changeRule"):
        path["id"] = DEMO["rules"][-1]["id"]
    elif operation in ("readUser", "grantRole"):
        path["id"] = user_id("citizen-4")
    elif operation == "revokeRole":
        path["id"], path["grant_id"] = user_id("citizen-4"), some_grant()


def owed_assignment(case):
    """An assignment of the case that owes an answer."""
    parts = call("GET", f"/v1/complaints/{case}/assignments", token("agency-admin")).json()["data"]
    return next((part["id"] for part in parts if part["state"] == "open" and part["role"] != "lead"), parts[-1]["id"])


def some_grant():
    """A role of `citizen-4` that can be taken away."""
    admin, path = token("system-admin"), f"/v1/users/{user_id('citizen-4')}"
    call("POST", f"{path}/grants", admin, json={"role": "unit_head", "agency_id": OTHER_UNIT})
    return call("GET", path, admin).json()["grants"][-1]["id"]


def steer_query(operation, query):
    query.pop("cursor", None)
    if operation == "listUsers":
        query["email"] = email("citizen-4")
    elif operation in ("listRequestRegister", "listObjectionRegister", "getRegisterFigures"):
        query["agency_id"] = CITY
    elif operation == "computeDueDate":
        query.update(start="2026-03-13T16:30:00+07:00", region="31")
        query["length"] = int(query.get("length", 3)) % 30 + 1


def steer_headers(case):
    headers = case.headers or {}
    names = {name.lower(): name for name in headers}
    if "idempotency-key" in names:
        headers[names["idempotency-key"]] = str(uuid.uuid4())
    if case.operation.method.upper() in ("PUT", "PATCH", "DELETE") or "if-match" in names:
        headers[names.get("if-match", "If-Match")] = "*"
    if "if-none-match" in names:
        headers[names["if-none-match"]] = '"0"'
    case.headers = headers


def steer_body(operation, body):
    for name, value in (("category_id", CATEGORY), ("target_agency_id", CITY), ("suggested_agency_id", JAKARTA)):
        if name in body:
            body[name] = value
    if "suggested_unit_id" in body:
        body["suggested_unit_id"] = OTHER_UNIT
    if "unit_id" in body:
        body["unit_id"] = OTHER_UNIT if operation == "redisposeComplaint" else UNIT
    if "owner_unit_id" in json.dumps(body, default=str):
        for promised in body.get("items", []):
            promised.update(owner_unit_id=UNIT, due_on="2099-01-01")
    steer = STEERED.get(operation)
    if steer:
        steer(body)


def support(body):
    body["agency_id"] = JAKARTA
    body.pop("unit_id", None)


def merge(body):
    body["kept_id"] = cases("duplicate", True)[0]


def split(body):
    for child in body.get("children", []):
        if isinstance(child, dict):
            child.update(category_id=CATEGORY, target_agency_id=JAKARTA)


def follow_up(body):
    body.pop("no_evidence_reason", None)
    body.setdefault("evidence", "Tanda terima.")


def attach(body):
    # A form without a file is wrong, and stays so.
    if "file" in body:
        body["file"] = PICTURE


def contact(body):
    body["at"] = call("GET", "/v1/sandbox/clock").json()["now"]


def interview(body):
    # Without consent the talks are over.
    body["consent"] = True


def session(body):
    body.update(held_at="2099-01-01T02:00:00Z", place="Kantor kecamatan")


def confirm(body):
    body["satisfied"] = False


def objection(body):
    for name in ("agency_id", "found_on", "applicant", "channel", "received_at"):
        body.pop(name, None)
    body.update(request_id=answered(), grounds=["d"])


def without_files(body):
    body.pop("attachment_id", None)
    body.pop("attachment_ids", None)


def dispute(body):
    now = datetime.datetime.fromisoformat(call("GET", "/v1/sandbox/clock").json()["now"])
    body["filed_on"] = (now + datetime.timedelta(hours=8)).date().isoformat()


def alias(body):
    body["name"] = f"Nama lain {next(ODD)}"


def submit(body):
    body.update(incident_on="2026-02-27", incident_region_code="73.71")
    body.pop("channel", None)
    body.pop("received_at", None)
    if isinstance(body.get("reporter"), dict):
        body["reporter"].pop("nik", None)
        body["reporter"].pop("email", None)


def agency(body):
    body.update(parent_id=CITY, kind="unit", code=f"unit-{next(ODD)}", name="Dinas Perhubungan")


def category(body):
    body.update(code=f"kategori-{next(ODD)}", name="Kategori", valid_from="2026-01-01")
    body.pop("valid_to", None)
    body.pop("parent_id", None)


def holiday(body):
    # Saturdays and Sundays come, too: the list takes any day once.
    number = next(ODD)
    body.update(on=f"{2030 + number // 28 % 60}-02-{number % 28 + 1:02}", scope="national", kind="holiday", name="Libur")


def rule(body):
    body.update(rule_set=f"panrb-{next(ODD)}", code="C1", name_id="Aturan", name_en="Rule", legal_basis="Contoh", length=3)
    body.update(valid_from="2090-01-01", unit="working_day")
    body.pop("valid_to", None)


def change(body):
    for name in ("name", "name_id", "name_en", "legal_basis"):
        if name in body:
            body[name] = f"Nama {next(ODD)}"
    body.pop("valid_from", None)
    body.pop("valid_to", None)
    if "on" in body:
        body["on"] = "2029-03-01"
    if "active" in body:
        body["active"] = True


def register(body):
    body.update(email=email(f"applicant-{next(ODD)}"), name="Warga", password=f"Pete-Pete-{uuid.uuid4().hex[:8]}")


def log_in_body(body):
    body.update(email=email("citizen-4"), password=PASSWORDS[email("citizen-4")])


def refresh(body):
    body["refresh_token"] = log_in(email("citizen-4"))["refresh_token"]


def verify_email(body):
    body["token"] = mailed_token(newcomer())


def reset_password(body):
    address = newcomer()
    call("POST", "/v1/auth/verify-email", json={"token": mailed_token(address)})
    call("POST", "/v1/auth/request-password-reset", json={"email": address})
    body.update(token=mailed_token(address), new_password="Pete-Pete-Hijau-9")


def change_password(body):
    address = email("citizen-2")
    body["current_password"] = PASSWORDS[address]
    body["new_password"] = f"Pete-Pete-{uuid.uuid4().hex[:8]}"


def grant(body):
    body.update(role="unit_liaison", agency_id=item("agencies", "11.71.perhubungan"))


def set_clock(body):
    # Weeks on, every case would have lapsed.
    body["now"] = call("GET", "/v1/sandbox/clock").json()["now"]


def advance_clock(body):
    body["seconds"] = int(body.get("seconds", 0)) % 5


STEERED = {
    "followUpComplaint": follow_up,
    "addComplaintSupport": support,
    "mergeComplaint": merge,
    "splitComplaint": split,
    "submitComplaint": submit,
    "createAgency": agency,
    "createCategory": category,
    "createHoliday": holiday,
    "createRule": rule,
    "attachToComplaint": attach,
    "addDialogueContact": contact,
    "addDialogueInterview": interview,
    "addDialogueSession": session,
    "confirmDialogue": confirm,
    "submitObjection": objection,
    "settleObjection": without_files,
    "executeObjection": without_files,
    "recordObjectionDispute": dispute,
    "addAgencyAlias": alias,
    "changeAgency": change,
    "changeCategory": change,
    "changeHoliday": change,
    "changeRule": change,
    "changeMe": change,
    "register": register,
    "logIn": log_in_body,
    "refreshTokens": refresh,
    "logOut": refresh,
    "verifyEmail": verify_email,
    "resetPassword": reset_password,
    "changePassword": change_password,
    "grantRole": grant,
    "setSandboxClock": set_clock,
    "advanceSandboxClock": advance_clock,
}


@schemathesis.hook
def after_call(context, case, response):
    operation = operation_id(case)
    if response.request.method.upper() != case.operation.method.upper():
        return
    with LOCK:
        COUNTS[operation][str(response.status_code)] += 1
        good = 200 <= response.status_code < 300
        if operation == "changePassword" and good:
            PASSWORDS[email("citizen-2")] = case.body["new_password"]
            TOKENS.pop("citizen-2", None)
        if operation == "endSession" and good:
            TOKENS.pop("citizen-4", None)
        if operation == "logOutEverywhere" and good:
            TOKENS.pop("citizen-3", None)
        with open(os.environ["JUDGES_COUNTS"], "w", encoding="utf-8") as counts:
            json.dump(COUNTS, counts)
