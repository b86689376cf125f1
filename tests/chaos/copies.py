"""R7: the same key fifty times at once is one comment and one answer; another body under it is refused."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import sqlalchemy as sa

from moderation.store import tables
from tests.chaos.checker import Breach
from tests.chaos.door import Answer, Door
from tests.chaos.house import House, Plan, make_folder
from tests.chaos.load import Kind, Load, Planned
from tests.chaos.result import Result
from tests.chaos.submitters import PATH, headers_of

COPIES = 50
KEYS = 20


def prove(database: str, seed: int, say: Callable[[str], None]) -> list[Result]:
    """Twenty keys, one after the other."""
    found, load = Result("R7", database, seed, KEYS * COPIES), Load(seed)
    valid = (planned for number in range(10 * KEYS) if (planned := load.planned(number)).kind is not Kind.INVALID)
    folder = make_folder()
    with House(Plan(database, "ours"), folder) as house, ThreadPoolExecutor(COPIES) as pool:
        for planned in (next(valid) for _ in range(KEYS)):
            found.breaches += _race(house, planned, pool)
        stored = _count(house)
    shutil.rmtree(folder)
    if stored != KEYS:
        found.breaches.append(Breach("I2", f"{stored} comments of {KEYS} keys", "comments"))
    found.sets = {"acknowledged": KEYS, "duplicated": stored - KEYS}
    say(f"R7 on {database}: {KEYS} keys, {COPIES} copies each at once: {stored} comments")
    return [found]


def _race(house: House, planned: Planned, pool: ThreadPoolExecutor) -> list[Breach]:
    start = Barrier(COPIES)
    answers = list(pool.map(lambda _: _send(house, planned, start), range(COPIES)))
    said = {(answer.status, answer.body) for answer in answers}
    door = Door(house.port)
    other = door.ask("POST", PATH, planned.json(" Autrement."), **headers_of(planned)).status
    door.close()
    breaches = [] if len(said) == 1 else [Breach("I1", f"{len(said)} answers", planned.key)]
    breaches += [Breach("I1", f"answered with {status}", planned.key) for status, _ in said if status != 202]
    return breaches + ([] if other == 422 else [Breach("I1", f"changed body answered with {other}", planned.key)])


def _send(house: House, planned: Planned, start: Barrier) -> Answer:
    door = Door(house.port)
    start.wait()
    answer = door.ask("POST", PATH, planned.json(), **headers_of(planned))
    door.close()
    return answer


def _count(house: House) -> int:
    engine = sa.create_engine(house.database_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(tables.comments)).scalar_one()
