"""A minimal browser: cookies, the token of the last page, redirects followed."""

import http.client
import json
import re
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """One person's browser on a connection of its own. Raises RuntimeError for an error response."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies or {})
        self.token = self.page = self.at = ""
        self.requests = 0

    def get(self, path: str) -> str:
        """Return the page at this address."""
        return self._send("GET", path, None, {})

    def post(self, path: str, **fields: str) -> str:
        """Send a form of the last page, follow redirects, and return the page."""
        body = urlencode({"csrf_token": self.token, **fields})
        return self._send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Call the API as the script of the last page does; return its JSON."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        result: dict[str, Any] = json.loads(self._send(method, path, json.dumps(body), headers))
        return result

    def sign_in(self, login: str, password: str) -> str:
        """Sign in, and return the page that follows."""
        self.get("/sign-in")
        return self.post("/sign-in", login=login, password=password)

    def close(self) -> None:
        self.connection.close()

    def _send(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> str:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        data = body.encode() if body is not None else None
        self.requests += 1
        self.connection.request(method, path, data, {**headers, "Cookie": cookie})
        response = self.connection.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if response.status in (302, 303):
            return self._send("GET", str(response.headers["Location"]), None, {})
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        self.at = path
        if not (response.headers["Content-Type"] or "").startswith("text/html"):
            return content.decode("utf-8", "replace")
        self.page = content.decode()
        match = _TOKEN.search(self.page)
        self.token = match.group(1) if match else self.token
        return self.page
