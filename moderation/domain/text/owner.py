"""Whom a link speaks for: what a spammer has to pay for anew, and not what they can number."""

from moderation.domain.text.link import Link

# Everybody links to these, and their pages have nothing to do with each other.
_EVERYBODYS = """
youtube.com youtu.be facebook.com fb.com fb.watch x.com twitter.com t.co instagram.com tiktok.com linkedin.com reddit.com
wikipedia.org wikimedia.org google.com google.fr google.co.ma google.ma archive.org github.com apple.com microsoft.com
"""
# Each first step of a path belongs to somebody else: channels, numbers to call, and names for other addresses.
_ROOMS = """
t.me telegram.me telegram.dog wa.me whatsapp.com discord.gg discord.com bit.ly tinyurl.com cutt.ly goo.gl is.gd ow.ly
rebrand.ly rb.gy s.id shorturl.at linktr.ee forms.gle
"""
# Each name below these belongs to somebody else.
_HOUSES = """
blogspot.com wordpress.com weebly.com wixsite.com tumblr.com github.io gitlab.io netlify.app vercel.app pages.dev
web.app firebaseapp.com herokuapp.com onrender.com azurewebsites.net cloudfront.net amazonaws.com myshopify.com
over-blog.com canalblog.com e-monsite.com ucoz.com narod.ru
"""
_SECOND = "ac co com edu gob gouv gov net org press"  # as in co.uk, press.ma
_COUNTRY = 2  # letters of a country's domain

EVERYBODYS, ROOMS, HOUSES, SECOND = (frozenset(names.split()) for names in (_EVERYBODYS, _ROOMS, _HOUSES, _SECOND))


def owner(link: Link) -> str:
    """The registered domain; the first step of the path too, where rooms are let; empty where it says nothing."""
    domain = _registered(link.host)
    if domain in EVERYBODYS:
        return ""
    return f"{domain}/{_step(link.url)}" if domain in ROOMS else domain


def _registered(host: str) -> str:
    """The last two labels, or three; by rules of thumb, because the public suffix list is longer than this program."""
    labels = host.split(".")
    if labels[-1].isdecimal():  # an address of a machine
        return host
    known = 2 + (len(labels[-1]) == _COUNTRY and labels[-2:-1] != [] and labels[-2] in SECOND)
    domain = ".".join(labels[-known:])
    return ".".join(labels[-known - 1 :]) if domain in HOUSES else domain


def _step(url: str) -> str:
    path = url.partition("://")[2] or url
    return path.partition("/")[2].partition("?")[0].partition("#")[0].partition("/")[0]
