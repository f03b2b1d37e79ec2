"""Fetching from a server on this machine, over https with a certificate of the tests' own."""

from __future__ import annotations

import ssl
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import trustme

from ksbcheck import UnusableFileError, __version__
from ksbcheck.cli import download
from ksbcheck.source import LARGEST, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = '{"referenceNumber": "ST0792"} \xe9'.encode()


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        name, _, rest = self.path[1:].partition("/")
        if name == "to":
            self.answer(int(rest[:3]), Location=unquote(rest[4:]))
        elif name == "status":
            self.send_response(int(rest[:3]), unquote(rest[4:]))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif name == "large":
            self.answer(200, b"x" * int(rest))
        elif name == "endless":
            self.dribble(b"x" * 65_536, 0)
        elif name == "slow":
            self.dribble(b"x", 0.05)
        elif name == "silent":
            self.server.over.wait(20)
        elif name == "short":
            self.answer(200, b"x", length=99)
        else:
            self.answer(200, GOOD)

    def answer(self, code: int, body: bytes = b"", length: int | None = None, **headers: str) -> None:
        self.send_response(code)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def dribble(self, part: bytes, seconds: float) -> None:
        """Send without end, until the other side or the test has had enough."""
        self.send_response(200)
        self.end_headers()
        while not self.server.over.wait(seconds):
            self.wfile.write(part)

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Remembers what it was asked."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_: Any) -> None:
        """Say nothing: that the other side goes away is what many tests are about."""


@contextmanager
def serving(context: ssl.SSLContext | None) -> Iterator[Server]:
    server = Server(context)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    monkeypatch.setenv("NO_PROXY", "*")
    with serving(context) as server:
        yield server


def url(server: Server, path: str = "good", scheme: str = "https") -> str:
    return f"{scheme}://localhost:{server.server_port}/{path}"


def refusal(address: str) -> str:
    with pytest.raises(UnusableFileError) as caught:
        download.download(address)
    (found,) = caught.value.diagnostics
    assert (found.code, found.path) == ("KSB001", address)
    return found.message


def test_what_is_there_is_read(server: Server) -> None:
    assert download.download(url(server)) == Source(url(server), GOOD)
    ((path, headers),) = server.asked
    assert path == "/good"
    assert (headers["User-Agent"], headers["Accept"]) == (f"ksbcheck/{__version__}", "application/json")
    assert "Authorization" not in headers


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("status/404/Not%20Found", "the server answers 404 Not Found"),
        ("status/404", "the server answers 404"),
        ("status/500/" + "x" * 99, f"the server answers 500 {'x' * 59}…"),
        ("status/204/No%20Content", "the server answers 204 No Content"),
        ("status/301/Moved", "the server answers 301 Moved"),
    ],
)
def test_any_other_answer_is_refused(server: Server, path: str, told: str) -> None:
    assert refusal(url(server, path)) == told


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_to_https_is_followed(server: Server, code: int) -> None:
    address = url(server, f"to/{code}/{url(server)}")
    assert download.download(address) == Source(address, GOOD)
    assert download.download(url(server, f"to/{code}//good")).data == GOOD


@pytest.mark.parametrize("other", ["http://localhost/x", "file:///etc/passwd", "ftp://localhost/x"])
def test_a_redirect_to_anything_else_is_not_followed(server: Server, other: str) -> None:
    told = refusal(url(server, f"to/302/{other}"))
    assert told == f"leads to {other}, which is not https; nothing is read from there"


def test_a_redirect_over_http_on_the_way_is_not_followed(server: Server) -> None:
    with serving(None) as unsafe:
        assert "is not https" in refusal(url(server, f"to/302/{url(unsafe, 'good', 'http')}"))
        assert unsafe.asked == []


@pytest.mark.parametrize("address", ["http://localhost/x", "ftp://localhost/x", "://x", "file:///etc/passwd"])
def test_what_is_not_https_is_not_asked_for(address: str) -> None:
    assert refusal(address) == "is not https; nothing is read from there"


def redirected(server: Server, times: int) -> str:
    address = url(server)
    for _ in range(times):
        address = url(server, f"to/302/{address}")
    return address


def test_five_redirects_are_followed_and_six_are_not(server: Server) -> None:
    assert download.download(redirected(server, 5)).data == GOOD
    server.asked.clear()
    assert refusal(redirected(server, 6)) == "redirects more than 5 times"
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("size", "read"), [(0, 0), (LARGEST, LARGEST), (LARGEST + 1, LARGEST + 1), (LARGEST + 9**6, LARGEST + 1)]
)
def test_no_more_is_read_than_one_byte_too_many(server: Server, size: int, read: int) -> None:
    assert len(download.download(url(server, f"large/{size}")).data) == read


def test_an_answer_without_end_is_cut(server: Server) -> None:
    assert len(download.download(url(server, "endless")).data) == LARGEST + 1


@pytest.mark.parametrize("path", ["slow", "silent"])
def test_a_slow_answer_is_left_after_a_while(server: Server, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_ALL_SECONDS", 0.4)
    start = time.monotonic()
    assert refusal(url(server, path)) == "takes longer than 0.4 seconds"
    assert time.monotonic() - start < 3


def test_a_server_that_says_nothing_is_left_after_a_while(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_READ_SECONDS", 0.2)
    assert "timed out" in refusal(url(server, "silent"))


def test_an_answer_that_breaks_off_is_refused(server: Server) -> None:
    assert refusal(url(server, "short")).startswith("cannot be fetched: ")


@pytest.mark.usefixtures("server")
def test_a_server_that_is_not_there() -> None:
    with serving(None) as gone:
        port = gone.server_port
    told = refusal(f"https://localhost:{port}/x")
    assert told.startswith("cannot be fetched: ")
    assert "refused" in told


def test_a_certificate_that_nobody_vouches_for(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    assert "certificate verify failed" in refusal(url(server))
    assert server.asked == []


def test_a_certificate_of_another_server(server: Server) -> None:
    assert "127.0.0.1" in refusal(url(server).replace("localhost", "127.0.0.1"))
    assert server.asked == []


def test_a_bundle_of_certificates_that_is_not_there(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "no-such-bundle.pem")
    assert refusal(url(server)).startswith("cannot be fetched: ")


@pytest.mark.parametrize("address", ["https://[", "https://", "https:///x", "https://localhost:x/", "https://[::1/"])
def test_what_is_no_url(address: str) -> None:
    assert refusal(address)


def test_a_redirect_to_what_is_no_url(server: Server) -> None:
    assert refusal(url(server, "to/302/https://[")) == "not a usable URL"


def test_passwords_of_the_user_are_not_sent(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    download.download(url(server, f"to/302/{url(server)}"))
    assert [headers.get("Authorization") for _, headers in server.asked] == [None, None]


def test_without_requests_nothing_is_fetched(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "requests", None)
    assert refusal(url(server)) == (
        "reading from the web needs one more package: pip install 'ksbcheck[web]'; or save the file yourself"
    )
    assert server.asked == []


def test_a_failure_without_words_is_told_by_its_kind() -> None:
    outer = OSError("outer")
    outer.__cause__ = TimeoutError()
    assert download._reason(outer) == "TimeoutError"
    assert download._reason(OSError("alone")) == "alone"
