"""Mail servers for the tests, on 127.0.0.1, until their input ends.

smtp_server.py MODE [CERTIFICATE KEY]: prints its port. On the line "mails" it prints, in one line of
JSON, what it was given since the last time, read by Python's own email package.

Well-behaved, by Debian's aiosmtpd: plain, starttls, tls, auth (starttls, and user "depot" only).
Of another kind: hang, hang-at-end, hang-at-quit, close-at-recipient, close-in-data, nonsense, no-service."""

import asyncio
import base64
import email
import email.policy
import json
import logging
import os
import ssl
import sys
import threading
import warnings

mails = []


def structure(part):
    if part.is_multipart():
        return part.get_content_type() + "(" + ",".join(map(structure, part.iter_parts())) + ")"
    return part.get_content_type()


def described(envelope):
    raw = envelope.original_content
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    parts = []
    defects = [str(defect) for part in mail.walk() for defect in part.defects]
    for part in mail.walk():
        if part.is_multipart():
            continue
        text = part.get_content_maintype() == "text" and part.get_filename() is None
        content = part.get_content() if text else part.get_payload(decode=True)
        if text:
            content = content.replace("\r\n", "\n")
        parts.append({
            "type": part.get_content_type(), "charset": part.get_content_charset() or "",
            "name": part.get_filename() or "", "disposition": part.get_content_disposition() or "",
            "text": content if text else "",
            "base64": "" if text else base64.b64encode(content).decode()})
    lines = raw.split(b"\r\n")
    return {
        "from": envelope.mail_from, "to": envelope.rcpt_tos, "structure": structure(mail),
        "headers": {name: str(value) for name, value in mail.items()},
        "names": [name for name, _ in mail.items()], "parts": parts, "defects": defects,
        "date": mail["Date"].datetime.isoformat(), "longest": max(map(len, lines)),
        "ascii": raw.isascii(), "bare": raw.replace(b"\r\n", b"").count(b"\n") +
        raw.replace(b"\r\n", b"").count(b"\r"), "raw": base64.b64encode(raw).decode()}


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "gone":
            return f"550 5.1.1 <{address}>: no such user here"
        if name == "later":
            return f"451 4.7.1 <{address}>: greylisted"
        if name == "unknown-us":
            return "530 5.7.0 authentication required"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "heavy":
            return "552 5.3.4 too large"
        if name == "full":
            return "452 4.3.1 no room now"
        mails.append(described(envelope))
        if name == "echo":
            return f"250 2.0.0 Ok: queued for {envelope.rcpt_tos[0]}"
        return "250 2.0.0 Ok: queued as 4WxYz12"


def well_behaved(mode, context):
    from aiosmtpd.smtp import SMTP, AuthResult

    def authenticate(server, session, envelope, mechanism, data):
        right = data.login == b"depot" and data.password == "ærlig \" talt".encode()
        return AuthResult(success=right, handled=False)

    def new():
        return SMTP(Handler(), hostname="mail.example.no", data_size_limit=50_000_000,
                    tls_context=context if mode in ("starttls", "auth") else None,
                    require_starttls=mode in ("starttls", "auth"),
                    auth_required=mode == "auth", authenticator=authenticate)
    return new


def badly_behaved(mode):
    async def serve(reader, writer):
        async def say(line):
            writer.write(line.encode() + b"\r\n")
            await writer.drain()
        if mode == "hang":
            await asyncio.sleep(60)
        if mode == "nonsense":
            writer.write(b"\x00\xff\xfe HTTP/1.1 200 OK\r\n\r\n" * 3)
            await writer.drain()
            await asyncio.sleep(60)
        if mode == "no-service":
            await say("554 5.3.2 no service for you")
            writer.close()
            return
        await say("220 mail.example.no ESMTP")
        while line := await reader.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"RCPT" and mode == "close-at-recipient":
                break
            if word == b"QUIT":
                await asyncio.sleep(60)
            if word == b"DATA":
                await say("354 go on")
                if mode == "close-in-data":
                    await reader.read(100)
                    break
                while (await reader.readline()) not in (b".\r\n", b""):
                    pass
                if mode == "hang-at-end":
                    await asyncio.sleep(60)
            await say("250 Ok")
        writer.close()
    return serve


def main():
    mode = sys.argv[1]
    # What a client does here on purpose is no news.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    context = None
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
    loop = asyncio.new_event_loop()
    if mode in ("plain", "starttls", "tls", "auth"):
        making = loop.create_server(well_behaved(mode, context), "127.0.0.1", 0,
                                    ssl=context if mode == "tls" else None)
    else:
        async def start():
            return await asyncio.start_server(badly_behaved(mode), "127.0.0.1", 0)
        making = start()
    # aiosmtpd asks for the loop of the thread that makes it.
    asyncio.set_event_loop(loop)
    server = loop.run_until_complete(making)
    threading.Thread(target=loop.run_forever, daemon=True).start()
    print(server.sockets[0].getsockname()[1], flush=True)
    for line in sys.stdin:
        if line.strip() == "mails":
            print(json.dumps(mails), flush=True)
            mails.clear()
    os._exit(0)


main()
