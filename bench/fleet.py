"""Our service in parts that could stand on machines of their own: groups of web processes, workers, a PostgreSQL in pieces, a cache in front."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bench.ours import Ours, Shape
from bench.peers import MissingPeerError
from bench.system import end, launch, wait_ready
from moderation.settings import KEY_FILES
from moderation.store.engine import Connection
from moderation.store.tables import metadata
from tests.journeys.service import free_port
from tests.servers import RedisServer

PARTITIONS = 8
USER = "user root;" if os.getuid() == 0 else ""  # else nginx takes another one, who may not look into our folder
NGINX = """
{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  proxy_cache_path {folder}/cache keys_zone=pages:10m max_size=100m;
  upstream groups {{ {groups} keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://groups; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_cache pages; proxy_cache_lock on; proxy_cache_background_update on;
    }}
  }}
}}
"""


class Fleet(Ours):
    """Groups of web processes that share a PostgreSQL, a Redis and the keys, and nothing else."""

    def __init__(self) -> None:
        """Nothing is made yet."""
        super().__init__(Shape("PostgreSQL", postgres=True))
        self.ports: list[int] = []
        self.parts: dict[str, list[int]] = {}  # numbers of processes, by what they are

    def start_groups(self, count: int) -> None:
        """So many groups, each with a data folder of its own, as on a machine of its own."""
        self._redis = self._redis or self._stack.enter_context(RedisServer(self.folder / "redis"))
        self.ports = [free_port() for _ in range(count)]
        for number, port in enumerate(self.ports):
            own = {"MODERATION_BIND": f"127.0.0.1:{port}", "MODERATION_PUBLIC_URL": f"http://127.0.0.1:{self.port}"}
            self._start("web", (), {**self._of_group(number), **own})
        for port in self.ports:
            wait_ready(port, "/readyz", self.log)

    def start_hands(self, processes: int) -> None:
        """So many workers, and the reconciler beside them."""
        self._start("worker", ("--processes", str(processes)), self._of_group(len(self.ports)))
        self.parts["PostgreSQL"] = [self._postgres.pid] if self._postgres else []

    @contextmanager
    def behind_nginx(self) -> Iterator[int]:
        """The port of an nginx in front of all groups, with a cache that does what our answers say.

        Raises:
            MissingPeerError: There is none.
        """
        program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
        if not program:
            raise MissingPeerError("nginx is not installed")
        place, port = self.folder / "nginx", free_port()
        place.mkdir()
        groups = " ".join(f"server 127.0.0.1:{group};" for group in self.ports)
        (place / "conf").write_text(NGINX.format(user=USER, folder=place, groups=groups, port=port))
        process = launch((program, "-c", str(place / "conf"), "-e", str(place / "nginx.log")), {}, self.log)
        try:
            wait_ready(port, "/readyz", self.log)
            yield port
        finally:
            end(process)

    def _of_group(self, number: int) -> dict[str, str]:
        folder: Path = self.folder / f"group-{number}"
        folder.mkdir(exist_ok=True)
        keys = {f"MODERATION_{name.upper()}_FILE": str(self.folder / "keys" / file) for name, file in KEY_FILES.items()}
        return {**self.environment, **keys, "MODERATION_DATA_DIR": str(folder)}

    def _start(self, part: str, options: Sequence[str], environment: dict[str, str]) -> None:
        command = (sys.executable, "-m", "moderation", part, *options)
        process: subprocess.Popen[bytes] = launch(command, environment, self.log)
        self._running.append(process)
        self.parts.setdefault(part, []).append(process.pid)


def partition(connection: Connection) -> None:
    """Make every table again whose key begins with the site, in pieces by the site. What is in them is gone.

    The keys of all of them hold the site, so nothing in the service has to know of it.
    """
    pieces = sa.MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        table.to_metadata(pieces)
    chosen = [table for table in pieces.sorted_tables if [column.name for column in table.primary_key][:1] == ["site"]]
    pieces.drop_all(connection)
    for table in chosen:
        table.dialect_options["postgresql"]["partition_by"] = "HASH (site)"
    pieces.create_all(connection)
    for table in chosen:
        for rest in range(PARTITIONS):
            piece = f'CREATE TABLE "{table.name}_{rest}" PARTITION OF "{table.name}"'
            connection.execute(sa.text(f"{piece} FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {rest})"))
