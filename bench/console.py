"""A moderator's way into the console: the form of its login."""

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from bench.furnish import LOGIN, PASSWORD


def cookie(port: int) -> str:
    """The value of the ``Cookie`` header of a moderator who has just logged in.

    Raises:
        HTTPError: They were not let in.
    """
    jar, address = CookieJar(), f"http://127.0.0.1:{port}/console/login"
    browser = build_opener(HTTPCookieProcessor(jar))
    form = browser.open(address).read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    filled = {"email": LOGIN, "password": PASSWORD.strip(), "csrf_token": token[1] if token else ""}
    browser.open(address, urlencode(filled).encode()).close()
    return "; ".join(f"{one.name}={one.value}" for one in jar)
