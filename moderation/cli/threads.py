"""``thread``: closing and opening pages for comments, and following them to another address."""

from collections.abc import Callable

import click

from moderation.adapters import pages as urls
from moderation.cli import house
from moderation.domain.site import Site
from moderation.services import pages

SITE = click.option("--site", "key", required=True, help="The site the page belongs to.")


@click.group()
def thread() -> None:
    """Close and open the comments of a page, or move them to another one."""


@thread.command()
@click.argument("url")
@SITE
def close(url: str, key: str) -> None:
    """Take no more comments on the page URL; what is there stays. Also before anybody has commented."""
    _change(key, url, pages.close, "close_thread")
    click.echo("Closed: the page takes no more comments.")


@thread.command("open")
@click.argument("url")
@SITE
def reopen(url: str, key: str) -> None:
    """Take comments on the page URL again; one older than `close_after_days` of its site stays closed."""
    _change(key, url, pages.reopen, "open_thread")
    click.echo("Open: the page takes comments again.")


@thread.command()
@click.argument("old")
@click.argument("new")
@SITE
def move(old: str, new: str, key: str) -> None:
    """Move all comments of the page OLD to the page NEW, beside those that may be there."""
    found = house.parts(house.settings())
    site = found.directory.by_key(key)
    addresses = _page(old), _own(site, new)
    line = house.line(found, "move_thread")
    found.database.write(lambda connection: pages.move(connection, site, addresses, line))
    click.echo("Moved: the comments are at the new address.")


def _change(key: str, given: str, work: Callable[..., None], action: str) -> None:
    found = house.parts(house.settings())
    site = found.directory.by_key(key)
    url, line = _own(site, given), house.line(found, action)
    found.database.write(lambda connection: work(connection, site, url, line))


def _own(site: Site, given: str) -> str:
    """One spelling of a page of the site."""
    url = _page(given)
    if urls.origin_of(url) not in site.origins:
        raise click.BadParameter(f"{site.key} has no pages at {urls.origin_of(url)}", param_hint="URL")
    return url


def _page(given: str) -> str:
    try:
        return urls.normalise(given)
    except urls.UrlError:
        raise click.BadParameter(f"“{given}” is no address of a page", param_hint="URL") from None
