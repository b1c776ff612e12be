"""Providers for the tests, on 127.0.0.1, until their input ends: Sveve, LINK Mobility, Altinn
Varslinger, KS SvarUt and a nameless one, as they are documented.

http_stub.py [CERTIFICATE KEY]: prints its port. On the line "last" it prints the last request in one
line of JSON, on "count" how many there were. A path that begins with /hang, /nonsense, /close, /large,
/redirect, /text or a status is answered so whatever comes behind."""

import base64
import email
import email.policy
import http.server
import json
import os
import ssl
import sys
import threading
import time

requests = []
orders = {}
SHIPMENT = "f2d1c034-0000-4000-8000-0000000000"


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(status)
        self.status, self.body = status, body


def sveve(request):
    said = json.loads(request["body"])
    if set(said) - {"user", "passwd", "to", "msg", "from", "f", "test", "ref", "date_time", "reply"}:
        return 200, {"response": {"fatalError": "Ukjent parameter"}}
    if (said["user"], said["passwd"]) != ("depot", "hemmelig"):
        return 200, {"response": {"fatalError": "Feil brukernavn eller passord"}}
    assert said["f"] == "json" and len(said["msg"]) <= 1071 and len(said["ref"]) <= 36
    if said["to"] == "99999999":
        return 200, {"response": {"msgOkCount": 0, "stdSMSCount": 0, "ids": [], "errors": [
            {"number": said["to"], "message": "Telefonnummeret 99999999 er ikke i bruk"}]}}
    return 200, {"response": {"msgOkCount": 1, "stdSMSCount": 1, "ids": [42824112]}}


def link(request):
    wanted = "Basic " + base64.b64encode("depot:på:tå".encode()).decode()
    if request["headers"].get("authorization") != wanted:
        raise Refused(401, {"status": 401, "error": "Unauthorized"})
    said = json.loads(request["body"])
    for name in ("source", "destination", "platformId", "platformPartnerId", "userData"):
        if not said.get(name):
            raise Refused(400, {"status": 400, "error": name})
    codes = {"+4799999901": 2104, "+4799999902": 1, "+4799999903": 2107, "+4799999904": 104,
             "+4799999905": 4001}
    code = codes.get(said["destination"], 1005)
    return 200, {"messageId": "Dcshuhod0PMAAAFQ+/PbnR3x", "resultCode": code,
                 "description": "to " + said["destination"], "smsCount": 1}


def altinn(request):
    if request["headers"].get("authorization") != "Bearer token-1":
        raise Refused(401, {"status": 401})
    said = json.loads(request["body"])
    problem = {"type": "https://tools.ietf.org/html/rfc9110#section-15.5.1", "status": 400,
               "title": "One or more validation errors occurred."}
    recipient = said.get("recipient", {})
    if not said.get("idempotencyId") or len(recipient) != 1:
        raise Refused(400, problem)
    (kind, to), = recipient.items()
    email_settings, sms_settings = to.get("emailSettings"), to.get("smsSettings")
    needed = {"recipientEmail": [email_settings], "recipientSms": [sms_settings],
              "recipientPerson": [email_settings, sms_settings]}[kind]
    if not all(needed):
        raise Refused(400, problem)
    if email_settings and not (email_settings["subject"] and email_settings["body"] and
                               email_settings["contentType"] in ("Plain", "Html") and
                               email_settings["sendingTimePolicy"] == "Anytime"):
        raise Refused(400, problem)
    if sms_settings and not (sms_settings["body"] and
                             sms_settings["sendingTimePolicy"] in ("Anytime", "Daytime")):
        raise Refused(400, problem)
    if kind == "recipientPerson":
        number = to["nationalIdentityNumber"]
        if len(number) != 11 or to["channelSchema"] not in ("SmsPreferred", "EmailPreferred") or \
                not to.get("resourceId", "urn:altinn:resource:x").startswith("urn:altinn:resource"):
            raise Refused(400, problem)
        if number == "00000000000":
            raise Refused(422, {"status": 422, "errorCode": "NOT-00001",
                                "detail": "Missing contact information for recipient(s)"})
    known = said["idempotencyId"] in orders
    shipment = orders.setdefault(said["idempotencyId"], f"{SHIPMENT}{len(orders):02}")
    return (200 if known else 201), {
        "notificationOrderId": "0d3c5a1e-0000-4000-8000-000000000000",
        "notification": {"shipmentId": shipment, "sendersReference": said.get("sendersReference")}}


def form_parts(request):
    head = b"Content-Type: " + request["headers"]["content-type"].encode() + b"\r\n\r\n"
    form = email.message_from_bytes(head + base64.b64decode(request["base64"]),
                                    policy=email.policy.HTTP)
    return [{"name": part.get_param("name", header="content-disposition"),
             "file_name": part.get_filename() or "", "type": part["Content-Type"],
             "base64": base64.b64encode(part.get_payload(decode=True)).decode()}
            for part in form.iter_parts()]


def svarut(request):
    headers = request["headers"]
    if headers.get("authorization") != "Bearer token-1" or \
            headers.get("integrasjonpassord") != "integrasjon-hemmelig" or \
            headers.get("integrasjonid") != "1b4e28ba-0000-4000-8000-00000000000b":
        raise Refused(403, {"status": 403})
    request["parts"] = form_parts(request)
    first, *files = request["parts"]
    said = json.loads(base64.b64decode(first["base64"]))
    wrong = {"status": 400, "message": "Ugyldig forsendelse"}
    if first["name"] != "forsendelse" or not said["tittel"] or not said["dokumenter"]:
        raise Refused(400, wrong)
    if not said["mottaker"]["navn"] or not said["mottaker"]["poststed"]:
        raise Refused(400, wrong)
    if [file["file_name"] for file in files] != [file["filnavn"] for file in said["dokumenter"]]:
        raise Refused(400, wrong)
    for file in said["dokumenter"]:
        if file["mimeType"] != "application/pdf" and not file.get("skalEkskluderesFraUtskrift"):
            raise Refused(400, wrong)
    return 200, {"id": "5f0c9a52-0000-4000-8000-00000000000c"}


def nameless(request):
    if request["headers"].get("content-type", "").startswith("application/json"):
        number = json.loads(request["body"]).get("til", "")
        if number == "4799999901":
            return 200, {"status": {"ok": False, "code": 17}, "text": number}
        if number == "4799999902":
            return 200, {"status": {"ok": False, "code": 99}}
    return 200, {"status": {"ok": True, "code": 0}, "message": {"id": 77}}


PROVIDERS = [("/SMS/SendMessage", sveve), ("/sms/send", link), ("/sms", nameless),
             ("/notifications/api/v1/future/orders", altinn),
             ("/api/v2/kontoer/1b4e28ba-0000-4000-8000-00000000000a/forsendelser/", svarut)]


class Stub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        requests.append({"method": "GET", "path": self.path})
        self.answer(200, b"{}")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = {"method": "POST", "path": self.path,
                   "headers": {name.lower(): value for name, value in self.headers.items()},
                   "base64": base64.b64encode(body).decode(),
                   "body": body.decode("utf-8", "replace")}
        requests.append(request)
        first = self.path.split("/")[1]
        if first == "hang":
            time.sleep(60)
        elif first == "nonsense":
            self.wfile.write(b"\x00\x01 no HTTP at all\r\n\r\n")
            self.close_connection = True
        elif first == "close":
            self.close_connection = True
        elif first == "large":
            self.answer(200, b" " * 300_000)
        elif first == "text":
            self.answer(200, b"<html>Ola Nordmann 90000000</html>")
        elif first == "redirect":
            self.answer(302, b"", {"Location": "/sms"})
        elif first == "429":
            self.answer(429, b"{}", {"Retry-After": "120"})
        elif first.isdigit():
            self.answer(int(first), b'{"error": "Ola Nordmann 90000000"}')
        else:
            self.provide(request)

    def provide(self, request):
        for path, provider in PROVIDERS:
            if request["path"] == path:
                try:
                    status, said = provider(request)
                except Refused as refused:
                    status, said = refused.status, refused.body
                self.answer(status, json.dumps(said).encode())
                return
        self.answer(404, b"{}")

    def answer(self, status, body, headers=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # a client that hangs up, as some tests want it


def main():
    server = Server(("127.0.0.1", 0), Stub)
    server.daemon_threads = True
    if len(sys.argv) > 1:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    for line in sys.stdin:
        if line.strip() == "last":
            print(json.dumps(requests[-1] if requests else None), flush=True)
        elif line.strip() == "count":
            print(len(requests), flush=True)
    os._exit(0)


main()
