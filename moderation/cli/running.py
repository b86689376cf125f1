"""``up``, ``web``, ``worker``: what keeps running until it is told to stop."""

import sys
from functools import partial

import click
import structlog

from moderation import bootstrap
from moderation.adapters import keyring
from moderation.bootstrap import Context, Settings
from moderation.cli import demo, house
from moderation.runtime import opening, redis_child
from moderation.runtime.child import Part
from moderation.runtime.instance import Instance
from moderation.runtime.ports import check_bind
from moderation.runtime.redis_check import check_external
from moderation.runtime.redis_child import wait_ready
from moderation.runtime.supervisor import supervise
from moderation.runtime.trouble import Trouble
from moderation.store import schema

CONSOLE_PORT = 8001
YIELD = 5  # in a rush, readers and senders first: what waits is on disk
REDIS_SECONDS = 10  # a worker waits for Redis; then it is started anew
log = structlog.get_logger()


@click.command()
@click.option(
    "--demo", "with_demo", is_flag=True, help="Also make a demo site with an article page, and a login for its console."
)
def up(*, with_demo: bool) -> None:
    """Run everything in one process tree, with its own Redis if none is configured.

    Makes keys that are missing and brings the database up to date. Ctrl-C stops it all; SIGHUP renews the web processes.
    """
    found = house.settings()
    found.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = Instance(found.data_dir)
    check_bind(found.host, found.port)
    keyring.make_missing(found.data_dir / "keys")
    found = bootstrap.configure()
    redis_url, redis_parts = _redis(found)
    context = bootstrap.build(found, redis_url)
    schema.upgrade(context.database)
    login = demo.prepare(context, found) if with_demo else ""
    opening.report(context.database)
    context.database.close()
    context.meters.clear()
    _greet(found, login)
    code = supervise([*redis_parts, _web(context, found, "all"), *_workers(context, redis_url, found.processes[1])])
    held.close()
    sys.exit(code)


@click.command()
@click.option(
    "--surface",
    type=click.Choice(["public", "console", "all"]),
    default="all",
    show_default=True,
    help="What can be reached here.",
)
@click.option(
    "--beside", is_flag=True, help="Share the address with an instance that is to be stopped then: an update."
)
def web(surface: str, *, beside: bool) -> None:
    """Run web processes. The public surface needs no private key. SIGHUP renews the processes without a pause."""
    found = house.settings()
    if surface == "console" and "bind" not in found.model_fields_set:
        found = found.model_copy(update={"bind": f"127.0.0.1:{CONSOLE_PORT}"})
    check_bind(found.host, found.port, beside=beside)
    opens = found if surface != "public" else bootstrap.without_ring(found)
    context = house.parts(opens, _external_redis(found))
    opening.report(context.database)
    context.database.close()
    context.meters.clear()
    sys.exit(supervise([_web(context, found, surface)]))


@click.command()
@click.option(
    "--queues", default="screening", show_default=True, help="Queues to work on; each process listens on exactly one."
)
@click.option(
    "--processes", type=click.IntRange(1, 64), help="How many workers.  [default: MODERATION_WORKER_PROCESSES]"
)
def worker(queues: str, processes: int | None) -> None:
    """Run RQ workers, and one reconciler beside them."""
    if queues != "screening":
        raise click.BadParameter("there is one queue: screening", param_hint="--queues")
    found = house.settings()
    redis_url = _external_redis(found)
    context = house.parts(bootstrap.without_ring(found), redis_url)
    opening.report(context.database)
    context.database.close()
    context.meters.clear()
    sys.exit(supervise(_workers(context, redis_url, processes or found.processes[1])))


def _redis(found: Settings) -> tuple[str, list[Part]]:
    if found.redis_url.get_secret_value():
        return _external_redis(found), []
    plan = redis_child.plan(found.data_dir)
    return plan.url, [Part("redis", plan.run, ground=True)]


def _external_redis(found: Settings) -> str:
    url: str = found.redis_url.get_secret_value()
    if not url:
        raise Trouble("MODERATION_REDIS_URL is missing: set it, or use `moderation up`, which starts its own Redis.")
    for warning in check_external(url, partial(log.info, "redis_found")):
        click.echo(f"moderation: {warning}", err=True)
    return url


def _web(context: Context, found: Settings, surface: str) -> Part:
    from moderation.runtime.web_server import serve  # noqa: PLC0415 - Flask and Granian, needed by this command only

    run = partial(serve, context, surface, (found.host, found.port), found.processes[0])  # type: ignore[arg-type]
    return Part("web", run, renews=True)


def _workers(context: Context, redis_url: str, processes: int) -> list[Part]:
    from workers import parts, reconciler, worker  # noqa: PLC0415 - RQ, likewise

    def work() -> None:
        wait_ready(redis_url, REDIS_SECONDS)
        worker.run(redis_url)

    parts.use(context)
    hands = [Part(f"worker-{number + 1}", work, yields=YIELD) for number in range(processes)]
    return [*hands, Part("reconciler", partial(reconciler.run, context), yields=YIELD)]


def _greet(found: Settings, login: str) -> None:
    lines = [f"  Console   {found.outside}/console/"]
    if login:
        lines = [f"  Demo      {found.outside}/demo/", *lines, f"  Login     {login}"]
    click.echo("\n".join(["", *lines, "", "  Ctrl-C stops everything.", ""]))
