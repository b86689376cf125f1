"""The smallest Flask there is: what no service that is built on it can pass."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index() -> dict[str, str]:
    """A short JSON."""
    return {"status": "ok"}
