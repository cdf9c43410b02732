"""Real things to ask about.

Made-up identifiers, organisations and addresses are in no database, so what is asked with them ends early: not found, not
one of yours. Every second request whose values the document allows gets some that the API has told of; the others stay as
they were made up. Signs in, too, as a persona of the demonstration.
"""

import itertools
import json
import os
import urllib.request

import schemathesis
from schemathesis import GenerationMode

API = os.environ["UPM_API"]


def ask(path, body=None, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(urllib.request.Request(API + path, data, headers)) as answer:
        return json.load(answer)


TOKEN = ask("/api/demo/token", {"persona": os.environ["UPM_PERSONA"]})["accessToken"]
POLICIES = [
    policy
    for policy in ask("/api/policies?q=", token=TOKEN)["items"]
    if policy["kind"] == "local" and policy["memberCount"] > 0
]
ORGANISATION = POLICIES[0]["organisation"]["ods"]
IDS = [policy["id"] for policy in POLICIES if policy["organisation"]["ods"] == ORGANISATION]
EMAILS = [
    member["email"] for member in ask(f"/api/policies/{IDS[0]}/members", token=TOKEN)["items"]
]
LICENCE = ask(f"/api/policies/{IDS[0]}", token=TOKEN)["baseLicence"]

turn = itertools.count()


@schemathesis.auth()
class SignIn:
    def get(self, case, context):
        return TOKEN

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    number = next(turn)
    if number % 2:
        return
    name = case.operation.definition.raw["operationId"]
    if case.operation.path.startswith("/api/policies/{id}"):
        case.path_parameters["id"] = IDS[number // 2 % len(IDS)]
    if isinstance(case.body, dict):
        improve(name, case.body)


def improve(name, body):
    """Puts what exists in place of what was made up; what was left out stays away."""
    if name == "createPolicy":
        body.update(organisation=ORGANISATION, baseLicence=LICENCE, addOns=[], disabledPlans=[])
    elif name == "updatePolicy":
        for given in {"addOns", "disabledPlans"} & body.keys():
            body[given] = []
        if "baseLicence" in body:
            body["baseLicence"] = LICENCE
    elif name == "assignMembers":
        for member, email in zip(body.get("members", []), EMAILS):
            member["email"] = email
    elif name == "lookUpMembers":
        body["emails"] = EMAILS[: len(body.get("emails", []))]
    elif name == "moveMatchingMembers":
        body.update(target=IDS[-1], q="")
    elif name == "makeToken":
        body["persona"] = os.environ["UPM_PERSONA"]
