"""A browser as far as a server notices: cookies, the token of the last page, redirects followed."""

import http.client
import json
import re
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """One person's browser on a connection of its own. Raises RuntimeError for what is not answered well."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies or {})
        self.token = self.page = self.at = ""
        self.requests = 0

    def get(self, path: str) -> str:
        """The page at this address."""
        return self._send("GET", path, None, {})

    def post(self, path: str, **fields: str) -> str:
        """Send a form of the last page, and follow where it leads."""
        body = urlencode({"csrf_token": self.token, **fields})
        return self._send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """As the script of the last page asks the API."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        found: dict[str, Any] = json.loads(self._send(method, path, json.dumps(body), headers))
        return found

    def sign_in(self, login: str, password: str) -> str:
        """The page that comes after it."""
        self.get("/sign-in")
        return self.post("/sign-in", login=login, password=password)

    def close(self) -> None:
        self.connection.close()

    def _send(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> str:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = body.encode() if body is not None else None
        self.requests += 1
        self.connection.request(method, path, given, {**headers, "Cookie": cookie})
        answer = self.connection.getresponse()
        said = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if answer.status in (302, 303):
            return self._send("GET", str(answer.headers["Location"]), None, {})
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {said[:300]!r}")
        self.at = path
        if not (answer.headers["Content-Type"] or "").startswith("text/html"):
            return said.decode("utf-8", "replace")
        self.page = said.decode()
        found = _TOKEN.search(self.page)
        self.token = found.group(1) if found else self.token
        return self.page
