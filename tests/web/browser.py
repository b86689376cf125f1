"""Somebody in front of the console, without a script."""

from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import LOGIN, PASSWORD
from tests.web import html


@dataclass
class Browser:
    """Somebody who reads pages, follows links and presses buttons."""

    client: FlaskClient
    answer: TestResponse | None = None

    def see(self, place: str, language: str = "en") -> html.Element:
        """Open a page, following redirections."""
        self.client.set_cookie("lang", language)
        self.answer = self.client.get(place, follow_redirects=True)
        return html.read(self.answer)

    def press(self, form: html.Element, **typed: str | list[str]) -> html.Element:
        """Send a form of a page, and see what comes of it."""
        fields = {**html.hidden(form), **typed}
        self.answer = self.client.post(form.attributes["action"], data=fields, follow_redirects=True)
        return html.read(self.answer)

    def login(self, email: str = LOGIN, password: str = PASSWORD) -> html.Element:
        """Log in."""
        return self.press(login_form(self.see("/console/login")), email=email, password=password)


def login_form(page: html.Element) -> html.Element:
    """The form of the login page."""
    return page.one("form", action="/console/login")
