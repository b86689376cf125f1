"""One run: a house, its clients, the nemesis, quiet, and then the checker."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from redis import RedisError

from tests.chaos import history, leaks, ledger, quiet, receiver, result, seals, sight, story
from tests.chaos.checker import Breach, Case, check
from tests.chaos.faults import Fault
from tests.chaos.house import House, Plan, make_folder
from tests.chaos.load import Load, dice_of
from tests.chaos.moderators import Moderator
from tests.chaos.nemesis import Nemesis, spread
from tests.chaos.reader import Reader
from tests.chaos.result import Result, Target
from tests.chaos.shift import Progress, Shift
from tests.chaos.submitters import Submitter

SUBMITTERS = 12
LOOKS = ("pending", "pending", "approved")  # what each moderator looks at
MOST = 10  # times the planned number of submissions: however long the faults take
LATEST = 90.0  # seconds until the outbox is empty: a lease of it lasts a minute
TOLD = 5.0  # seconds between two lines about the progress
DISTURBING = {"kill", "down", "pause", "lock", "full", "term", "point", "clock"}  # may cost somebody a lease


@dataclass(frozen=True)
class Order:
    """What is to be run.

    Attributes:
        settle: Seconds of quiet before the checker looks: for those who come late.
        poison: How many comments kill whoever checks them.
        drop: Whether to throw away what the run has left even if it has failed; what passes is always thrown away.
        alarm: Seconds after which quiet is not waited for any longer.
    """

    run: str
    plan: Plan
    seed: int
    submissions: int
    faults: list[Fault]
    settle: float = 25.0
    poison: int = 0
    pace: float = 0.0
    alarm: float = quiet.ALARM
    moderators: bool = True
    drop: bool = False
    targets: tuple[Callable[[Result], Target], ...] = ()
    watch: Callable[[House, threading.Event], Any] | None = None
    skew: float = 0.0


@dataclass
class Scene:
    """Who is on stage."""

    house: House
    shift: Shift
    submitters: list[Submitter] = field(default_factory=list)
    others: list[threading.Thread] = field(default_factory=list)

    @property
    def working(self) -> bool:
        """Whether anybody still sends."""
        return any(one.is_alive() for one in self.submitters)


def perform(order: Order, say: Callable[[str], None]) -> Result:
    """Run it; everything that was started has ended when this returns."""
    folder, began = make_folder(), time.monotonic()
    say(
        f"{order.run} on {order.plan.database}: {order.submissions} submissions, {len(order.faults)} faults, seed {order.seed}"
    )
    house = House(order.plan, folder)
    house.seed = order.seed
    with house:
        found = _play(order, house, say)
        engine = sa.create_engine(house.database_url, poolclass=sa.NullPool)
        found.breaches += _look_around(order, house)
        engine.dispose()
    found.seconds = round(time.monotonic() - began, 1)
    found.targets = [target(found) for target in order.targets]
    if found.breaches and not order.drop:
        say(f"  kept in {folder}")
    else:
        shutil.rmtree(folder)
    return found


def _play(order: Order, house: House, say: Callable[[str], None]) -> Result:
    load = Load(order.seed, order.poison)
    scene = _enter(order, house, load)
    nemesis = Nemesis(house, spread(order.faults, dice_of(order.seed)), say)
    scene.shift.progress.hold_on = lambda: nemesis.busy
    with _told(scene, order.submissions, say):
        nemesis.run(lambda: scene.shift.progress.share, lambda: scene.working)
    return _conclude(order, scene, nemesis)


def _enter(order: Order, house: House, load: Load) -> Scene:
    progress = Progress(order.submissions, MOST * order.submissions)
    shift = Shift(house.port, load, progress, house.histories, house.tokens, order.pace)
    scene = Scene(house, shift)
    scene.submitters = [Submitter(shift, f"submitter-{number}") for number in range(SUBMITTERS)]
    scene.others = [Reader(shift)]
    if order.moderators:
        scene.others += [Moderator(shift, number, looks_at) for number, looks_at in enumerate(LOOKS)]
    if order.watch:
        scene.others.append(threading.Thread(target=order.watch, args=(house, shift.over), daemon=True))
    for one in (*scene.submitters, *scene.others):
        one.start()
    return scene


def _conclude(order: Order, scene: Scene, nemesis: Nemesis) -> Result:
    house = scene.house
    finished = time.time()
    house.wake()
    engine = sa.create_engine(house.database_url, poolclass=sa.NullPool)
    calm = quiet.wait(engine, max(finished, nemesis.ended), order.alarm)
    told_outside = _outside(order, house, engine)
    time.sleep(order.settle)
    scene.shift.over.set()
    for one in scene.others:
        one.join()
    told = story.tell(history.read(house.histories))
    struck = order.poison > 0 or any(fault.kind in DISTURBING for fault in order.faults)
    case = Case(scene.shift.load, told, ledger.read(engine, scene.shift.load), order.skew, struck, told_outside)
    deadlocks = ledger.deadlocks(engine)  # since PostgreSQL was last killed
    engine.dispose()
    found = Result(order.run, order.plan.database, order.seed, order.submissions, faults=nemesis.struck)
    found.sets = result.sizes(case)
    found.breaches = [*check(case), *sight.only_approved_is_seen(case)]
    found.figures = result.figures(case) | result.outage(told, nemesis.struck, "down")
    found.figures |= {"quiet_seconds": round(calm.seconds, 2), "missed": _missed(nemesis), "deadlocks": deadlocks}
    return found


def _look_around(order: Order, house: House) -> list[Breach]:
    """What can be seen from outside while the house still stands, and what lies about."""
    found: list[Breach] = []
    places = [*leaks.files_below(house.data), (house.log.name, house.log.read_bytes())]
    if house.postgres:
        found += [Breach("I7", damage, "database")] if (damage := house.postgres.damage("chaos")) else []
        places += leaks.files_below(house.postgres.data)
    if not any(fault.kind == "down" and not fault.seconds for fault in order.faults):
        try:
            found += quiet.remains(house.redis_url)
            places += leaks.keys_of(house.redis_url)
        except RedisError as error:
            found.append(Breach("I9", "Redis does not answer", type(error).__name__))
    load = Load(order.seed, order.poison)
    found += seals.check(house, load)
    found += _audit(house)
    leaking = leaks.found_in(places, load, range(order.submissions))
    return [*found, *(Breach("I10", "an address is in a file", place) for place in leaking)]


def _audit(house: House) -> list[Breach]:
    """I7: the chain of the audit is whole."""
    command = [sys.executable, "-m", "moderation", "audit", "verify"]
    done = subprocess.run(command, env=house.environment, capture_output=True, text=True, check=False)
    return [Breach("I7", line, "audit") for line in done.stderr.splitlines()] if done.returncode else []


def _outside(order: Order, house: House, engine: sa.Engine) -> set[str] | None:
    """What a receiver outside was told, when the outbox is empty; None if there is no receiver."""
    if "OUTBOX" not in order.plan.environment:
        return None
    until = time.time() + LATEST
    while ledger.unsent(engine) and time.time() < until:
        time.sleep(quiet.GLANCE)
    return receiver.received(house.control / "told")


def _missed(nemesis: Nemesis) -> int:
    return sum(one["outcome"] != "struck" for one in nemesis.struck)


@contextmanager
def _told(scene: Scene, wanted: int, say: Callable[[str], None]) -> Iterator[None]:
    """Tell from time to time how far it has come."""
    over = threading.Event()

    def tell() -> None:
        while not over.wait(TOLD):
            say(f"  {scene.shift.progress.finished} of {wanted}")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    yield
    over.set()
    teller.join()
