"""Fetching an official file from the web: the only code that uses the network, and only when a URL is given."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ksbcheck import __version__
from ksbcheck.diagnostic import UnusableFileError, unusable
from ksbcheck.printable import printable, shortened
from ksbcheck.source import LARGEST, Source

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

_CONNECT_SECONDS, _READ_SECONDS, _ALL_SECONDS = 10, 20, 60
_MOST_REDIRECTS = 5
_CHUNK = 65_536
_OK = 200


def download(url: str) -> Source:
    """Return what is at an https URL, and no more of it than one byte over ``LARGEST``.

    Raises UnusableFileError (KSB001) for anything that does not end well: no https, no answer, a redirect to
    something that is not https, an answer that takes longer than a minute.
    """
    try:
        import requests  # noqa: F401 - whether it can be
    except ImportError:
        message = "reading from the web needs one more package: pip install 'ksbcheck[web]'; or save the file yourself"
        raise unusable("KSB001", message, printable(url)) from None
    fetched: Future[Source] = Future()
    # A server can make each step last nearly as long as it likes: only a thread of its own can be left behind.
    Thread(target=_fulfil, args=(fetched, url), daemon=True).start()
    try:
        return fetched.result(_ALL_SECONDS)
    except TimeoutError:
        raise _failed(url, f"takes longer than {_ALL_SECONDS} seconds") from None


def _fulfil(fetched: Future[Source], url: str) -> None:
    try:
        fetched.set_result(_fetch(url))
    except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
        fetched.set_exception(error)


def _fetch(url: str) -> Source:
    import requests

    try:
        with requests.Session() as session:
            return Source(printable(url), _body(session, url))
    except OSError as error:  # those of requests, too
        raise _failed(url, f"cannot be fetched: {shortened(_reason(error), 200)}") from None
    except ValueError:
        raise _failed(url, "not a usable URL") from None


def _body(session: Session, url: str) -> bytes:
    asked = url
    for _ in range(_MOST_REDIRECTS + 1):
        if urlsplit(asked).scheme != "https":
            problem = "is not https" if asked == url else f"leads to {shortened(asked)}, which is not https"
            raise _failed(url, f"{problem}; nothing is read from there")
        with session.get(
            asked,
            headers={"Accept": "application/json", "User-Agent": f"ksbcheck/{__version__}"},
            timeout=(_CONNECT_SECONDS, _READ_SECONDS),
            allow_redirects=False,
            stream=True,
            auth=_no_passwords,
        ) as answer:
            if not answer.is_redirect:
                return _read(url, answer)
            asked = urljoin(asked, answer.headers["Location"])
    raise _failed(url, f"redirects more than {_MOST_REDIRECTS} times")


def _read(url: str, answer: Response) -> bytes:
    if answer.status_code != _OK:
        raise _failed(url, f"the server answers {answer.status_code} {shortened(answer.reason or '')}".rstrip())
    body = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        body += chunk
        if len(body) > LARGEST:
            break
    return bytes(body[: LARGEST + 1])


def _no_passwords(request: PreparedRequest) -> PreparedRequest:
    """Leave a request as it is: without this, requests looks for passwords in ``.netrc``."""
    return request


def _reason(error: Exception) -> str:
    """Return the innermost reason for a failure, which is what a person can do something about."""
    inner: BaseException = error
    while inner.__cause__ or inner.__context__:
        inner = inner.__cause__ or inner.__context__  # type: ignore[assignment]
    return str(inner) or type(inner).__name__


def _failed(url: str, message: str) -> UnusableFileError:
    return unusable("KSB001", message, printable(url))
