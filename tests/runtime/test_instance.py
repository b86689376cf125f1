"""One ``moderation up`` for each data directory."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.runtime.instance import Instance
from moderation.runtime.trouble import Trouble

OWNER = """
import subprocess, sys
from pathlib import Path
from moderation.runtime.instance import Instance

held = Instance(Path(sys.argv[1]))
subprocess.Popen(["sleep", sys.argv[2]], close_fds=False)
print("taken", flush=True)
sys.stdin.read()
"""


def owner(directory: Path, child_lives: str) -> subprocess.Popen[str]:
    """Another process that holds the directory, with a child that holds it too for so many seconds."""
    command = (sys.executable, "-c", OWNER, str(directory), child_lives)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "taken\n"
    return process


def test_a_second_one_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with owner(tmp_path, "0") as first:
        with pytest.raises(Trouble, match=rf"process {first.pid}\) uses .*MODERATION_DATA_DIR"):
            Instance(tmp_path)

        first.kill()


def test_what_a_killed_one_left_behind_is_waited_for(tmp_path: Path) -> None:
    with owner(tmp_path, "1") as first:
        first.send_signal(signal.SIGKILL)
        first.wait()

        Instance(tmp_path).close()


def test_a_directory_that_was_given_back_can_be_had(tmp_path: Path) -> None:
    Instance(tmp_path).close()

    Instance(tmp_path).close()
