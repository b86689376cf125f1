"""``site``: whose comments we keep, and what they have chosen."""

import re
import sys
from dataclasses import replace
from typing import Any

import click

from moderation.adapters.pages import UrlError
from moderation.cli import house
from moderation.domain.site import LANGUAGES
from moderation.services import choices, premises, rules
from moderation.store import sites
from moderation.web.public.embed import script

SECRET = "akismet_key"  # noqa: S105 - the name of the choice
UNTOLD = {SECRET, "akismet_url", "classifier_url"}  # what is wrong with them is not repeated: it may hold a secret
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@click.group()
def site() -> None:
    """Add, list, change and remove sites."""


@site.command()
@click.argument("key")
@click.option("--name", required=True, help="As people read it.")
@click.option(
    "--origin",
    "origins",
    multiple=True,
    required=True,
    help="Such as https://news.example; may be given more than once.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="ar",
    show_default=True,
    help="Spoken where the reader's is not known.",
)
def add(key: str, name: str, origins: tuple[str, ...], language: str) -> None:
    """Add a site; KEY names it in URLs: small letters, digits and hyphens, at most 40."""
    if not KEY.fullmatch(key):
        raise click.BadParameter("small letters, digits and hyphens, at most 40", param_hint="KEY")
    row = {"key": key, "name": name, "origins": [_origin(one) for one in origins], "choices": {"language": language}}
    context = house.parts(house.settings())
    context.database.write(lambda connection: sites.add(connection, row, context.clock()))
    click.echo(f"The site {key} can now take comments at POST {context.outside}/v1/sites/{key}/comments")


@site.command("list")
def list_sites() -> None:
    """List all sites."""
    with house.parts(house.settings()).database.read() as connection:
        for found in sites.list_all(connection):
            click.echo(f"{found.key}\t{found.language}\t{found.name}\t{' '.join(found.origins)}")


@site.command()
@click.argument("key")
@click.confirmation_option(prompt="This erases all comments of the site. Go on?")
def remove(key: str) -> None:
    """Remove a site with all its comments."""
    house.parts(house.settings()).database.write(lambda connection: sites.remove(connection, key))


@site.command()
@click.argument("key")
def embed(key: str) -> None:
    """Print the lines that put the comments of a site into a page, with the hash of the script.

    The address without a hash, …/embed.js, follows every release; a page that uses it must not demand an integrity.
    """
    context = house.parts(house.settings())
    found = context.directory.by_key(key)
    click.echo(script().lines(context.outside, found.key, found.language))


@site.command("key")
@click.argument("key")
@click.option("--renew", is_flag=True, help="Make another one; the one before is worth nothing any more.")
def print_key(key: str, *, renew: bool) -> None:
    """Print the key with which Akismet clients ask for this site, alone on its line (docs/akismet.md)."""
    context = house.parts(house.settings())
    found = context.directory.by_key(key)
    if renew:
        found = replace(found, keys_renewed=found.keys_renewed + 1)
        chosen = {"keys_renewed": found.keys_renewed}
        context.database.write(lambda connection: rules.choose(connection, found, chosen, house.line(context, "rules")))
    click.echo(context.keys.of(found))


@site.command("set")
@click.argument("key")
@click.argument("chosen", nargs=-1, required=True, metavar="NAME=VALUE...")
def set_choices(key: str, chosen: tuple[str, ...]) -> None:
    """Change what a site has chosen.

    \b
    language=ar|fr|en        required=name,email,url   hold_first=on|off
    approve_below=0..1       spam_above=0..1           close_after_days=N (0: never)
    permalink=https://…/?p={id}   (where the page with a number is, for WordPress forms that name only the number)
    edit_minutes=N           (how long authors may change what they wrote; 0: not at all; at most 1440)
    second_looks=N           (of a hundred decisions and verdicts, how many somebody else looks at again; at most 20, 0: none)
    trust_after=N            (approved comments until which hold_first holds an author's comments)
    links=N                  (links a comment may carry without raising suspicion)
    words=WORD,WORD,...      (the whole list: a comment with one of these words is held; phrases of two words are taken too)
    starter_words=on|off     (a short list of insults in Arabic, Darija, French and English is listed too)
    two_approvals=KIND,KIND  (what two people have to approve: links, offence, words, newcomers, reported, any; empty: nothing)
    keep_refused_days=N      keep_network_days=N       keep_email_days=N       keep_audit_days=N
    (days until rejected comments, hashes of networks, addresses, and lines of the audit are removed; 0: never)
    akismet_url=https://…    akismet_key=KEY           classifier_url=https://…
    (who outside is asked about each comment, and so reads it; empty: nobody; a KEY of - is read from standard input)
    """  # noqa: D301 - click wants the character itself, to leave the lines as they are
    wanted = dict(map(_choice, chosen))
    context = house.parts(house.settings())
    found, line = context.directory.by_key(key), house.line(context, "site")
    context.database.write(lambda connection: premises.choose(connection, found, wanted, line))


def _choice(given: str) -> tuple[str, Any]:
    """A choice: its name and value."""
    name, _, value = given.partition("=")
    if name not in choices.READERS:
        raise click.BadParameter(f"{name}: one of {', '.join(choices.READERS)}", param_hint="NAME=VALUE")
    typed = sys.stdin.readline().strip() if (name, value) == (SECRET, "-") else value
    try:
        return name, choices.read(name, typed)
    except ValueError:
        said = "that" if name in UNTOLD else f"“{value}”"
        raise click.BadParameter(f"{name} cannot be {said}", param_hint="NAME=VALUE") from None


def _origin(value: str) -> str:
    try:
        return choices.origin(value)
    except UrlError:
        raise click.BadParameter(
            f"“{value}” is no origin, such as https://news.example", param_hint="--origin"
        ) from None
