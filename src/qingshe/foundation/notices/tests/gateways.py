"""Gateways for tests, on this machine alone: one for HTTP, one for mail, both of them scripted."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"


@dataclass
class Gateway:
    """What came in, and what is answered; a status of 0 breaks the connection off."""

    status: int = 200
    answer: str = '{"errcode": 0, "code": 0}'
    seen: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    silence: threading.Event | None = None  # waits for it before answering

    def url(self, query: str = "key=geheim-4711") -> str:
        return f"http://{HOST}:{self.port}/send?{query}"


@contextmanager
def listening(gateway: Gateway) -> Iterator[Gateway]:
    """The gateway on a free port, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"])).decode()
            query = parse_qs(urlsplit(self.path).query)
            is_json = "json" in self.headers["Content-Type"]
            body = json.loads(content) if is_json else parse_qs(content)
            gateway.seen.append({"body": body, "query": query, "headers": dict(self.headers)})
            if gateway.silence is not None:
                gateway.silence.wait(5)
            if gateway.status == 0:
                return
            self.send_response(gateway.status)
            self.end_headers()
            self.wfile.write(gateway.answer.encode())

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer((HOST, 0), Handler)
    gateway.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield gateway
    finally:
        if gateway.silence is not None:
            gateway.silence.set()
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class MailServer:
    """A mail server that keeps what it is sent; `refuses` names recipients it does not know."""

    letters: list[str] = field(default_factory=list)
    refuses: str = ""
    breaks_off: bool = False  # after the letter came, before it says so
    port: int = 0


class MailSession(socketserver.StreamRequestHandler):
    """One talk with a client, as far as sending a letter needs it."""

    def handle(self) -> None:
        self.say("220 test")
        for line in iter(self.rfile.readline, b""):
            if not self.answer(line.decode().strip()):
                return

    @property
    def mail(self) -> MailServer:
        return self.server.mail  # type: ignore[attr-defined,no-any-return]  # set below

    def answer(self, line: str) -> bool:
        verb = line[:4].upper()
        if verb == "DATA":
            return self.take_letter()
        unknown = verb == "RCPT" and self.mail.refuses and self.mail.refuses in line
        self.say("550 unknown" if unknown else "250 ok")
        return verb != "QUIT"

    def take_letter(self) -> bool:
        self.say("354 go on")
        self.mail.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
        if not self.mail.breaks_off:
            self.say("250 ok")
        return not self.mail.breaks_off

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def delivering(mail: MailServer) -> Iterator[MailServer]:
    server = socketserver.TCPServer((HOST, 0), MailSession)
    server.mail = mail  # type: ignore[attr-defined]  # for its sessions
    mail.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield mail
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port nobody listens on."""
    with socketserver.TCPServer((HOST, 0), socketserver.BaseRequestHandler) as server:
        return int(server.server_address[1])
