"""Talking to a Redis for the first time: short patience, and a look at what could lose jobs."""

from collections.abc import Callable
from typing import Any, cast

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from moderation.adapters.broker import Answers
from moderation.runtime.redis_server import OLDEST
from moderation.runtime.trouble import Trouble


def connect(url: str) -> redis.Redis:
    """A client that fails at once instead of trying again by itself."""
    return redis.Redis.from_url(
        url,
        decode_responses=True,
        retry=Retry(NoBackoff(), 0),
        socket_connect_timeout=0.5,  # seconds
        socket_timeout=1,
        parser_class=Answers,
    )


def check_external(url: str, tell: Callable[..., object] = lambda **_: None) -> list[str]:
    """Look at a Redis that is somebody else's; what could lose jobs there, in sentences. ``tell`` gets what was found.

    Raises:
        Trouble: It does not answer, or is too old.
    """
    try:
        with connect(url) as client:
            client.ping()
            version = str(_allowed(lambda: client.info("server")).get("redis_version", "99.0"))
            settings = _allowed(lambda: client.config_get("appendonly"))
            settings |= _allowed(lambda: client.config_get("maxmemory-policy"))
    except (redis.RedisError, ValueError) as error:
        kind = type(error).__name__
        raise Trouble(f"Redis does not answer as it should ({kind}): check MODERATION_REDIS_URL.") from None
    if tuple(int(number) for number in version.split(".")[:2]) < OLDEST:
        raise Trouble(f"Redis {version} is too old: 6.2 or newer is needed at MODERATION_REDIS_URL.")
    tell(version=version, appendonly=settings.get("appendonly"), maxmemory_policy=settings.get("maxmemory-policy"))
    return _warnings(settings)


def _allowed(question: Callable[[], object]) -> dict[str, Any]:
    """The answer to what a careful operator may have forbidden; then there is nothing to know."""
    try:
        return cast("dict[str, Any]", question())
    except redis.ResponseError:
        return {}


def _warnings(settings: dict[str, Any]) -> list[str]:
    warnings = []
    if settings.get("appendonly") == "no":
        warnings.append(
            "Redis keeps no append-only file: a restart forgets jobs, which the reconciler then finds again."
        )
    if settings.get("maxmemory-policy", "noeviction") != "noeviction":
        warnings.append("Redis may evict jobs when memory is short: set its maxmemory-policy to noeviction.")
    return warnings
