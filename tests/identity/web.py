"""A server for the tests of what is fetched: one answer of each kind, by the path.

web.py [CERTIFICATE KEY]: prints its port and serves on 127.0.0.1 until its input ends; with a
certificate by TLS."""

import http.server
import os
import ssl
import sys
import threading
import time


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer("")

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def answer(self, form):
        path = self.path.split("?")[0]
        if path == "/good":
            self.send(200, "application/json; charset=utf-8", b'{"good": true}')
        elif path == "/echo":
            said = f"{self.command} {self.headers['Content-Type']} {self.headers['Accept']} {form}"
            self.send(200, "text/plain", said.encode())
        elif path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/good")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path == "/slow":
            time.sleep(20)
        elif path == "/trickle":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        elif path == "/large":
            self.send(200, "application/json", b" " * int(self.path.split("?")[1]))
        elif path == "/endless":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b" " * 65536)
            except OSError:
                pass
        elif path == "/garbage":
            self.wfile.write(b"\x00\x01\x02 no HTTP at all\r\n\r\n")
            self.close_connection = True
        else:
            self.send(404, "text/html", b"<html></html>")

    def send(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    if len(sys.argv) > 1:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    os._exit(0)


main()
