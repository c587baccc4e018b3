"""setup.sh installs what the lock file names, and says meanwhile how far it is."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.repo.docs import ROOT

PYTHON = """#!/bin/sh
case "$*" in
*"install -qq"*) touch "$PWD/.venv/bin/lms"; chmod +x "$PWD/.venv/bin/lms"; exit 0 ;;
*"pip install"*) . "$PWD/pip.sh" ;;
esac
"""
SLEEP = """#!/bin/sh
mkdir "$HERE/one-minute" 2>/dev/null && exit 0
mkdir "$HERE/two-minutes" 2>/dev/null
exec /bin/sleep 60
"""
"""The first minute passes at once."""
QUICK = """echo "WARNING: a newer pip exists" >&2
for n in $(seq 45); do echo "Collecting package$n==1.0"; echo "  Downloading package$n.whl"; done
echo "Installing collected packages: package1, package2"
echo "Successfully installed package1"
"""
SLOW = """until [ -d "$HERE/two-minutes" ]; do /bin/sleep 0.01; done
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with setup.sh, 45 dependencies, and a Python that only pretends."""
    shutil.copy(ROOT / "setup.sh", tmp_path)
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "requirements.lock").write_text(
        "# pinned\n" + "".join(f"package{n}==1.0 \\\n    --hash=sha256:00\n" for n in range(1, 46))
    )
    (tmp_path / "faked").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for path, text in (
        (".venv/bin/python", PYTHON),
        (".venv/bin/pip", "#!/bin/sh\n"),
        ("faked/sleep", SLEEP),
    ):
        (tmp_path / path).write_text(text)
        (tmp_path / path).chmod(0o755)
    return tmp_path


def install(program: Path, pip: str, locale: str) -> subprocess.CompletedProcess[str]:
    (program / "pip.sh").write_text(pip)
    environ = {
        **os.environ, "LC_ALL": locale, "HERE": str(program), "PATH": f"{program / 'faked'}:{os.environ['PATH']}",
    }  # fmt: skip
    return subprocess.run(
        ["sh", "-euc", ". ./setup.sh && install requirements.lock"],
        cwd=program, env=environ, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def without_minutes(said: str) -> list[str]:
    return [line for line in said.splitlines() if "minutes so far" not in line and "已用" not in line]


def test_it_says_how_far_it_is(program):
    done = install(program, QUICK, "en_US.UTF-8")
    assert (done.returncode, done.stdout) == (0, "")
    assert without_minutes(done.stderr) == [
        "Installing 45 dependencies (on the first start and after upgrades only; one to five minutes by network and"
        " machine) …",
        "  20 of 45 fetched",
        "  40 of 45 fetched",
        "  all fetched, now unpacking them; this step says nothing for a while",
        "  installed",
    ]


def test_it_says_so_in_chinese(program):
    done = install(program, QUICK, "zh_CN.UTF-8")
    assert (done.returncode, without_minutes(done.stderr)) == (
        0,
        [
            "正在安装 45 个依赖包（只在首次启动或升级后需要，看网络和机器，一到五分钟）……",
            "  已取得 20/45",
            "  已取得 40/45",
            "  已全部取得，正在解开，这一步要等一会儿",
            "  已装好",
        ],
    )


def test_every_minute_it_says_that_it_goes_on(program):
    done = install(program, SLOW + QUICK, "en_US.UTF-8")
    assert (done.returncode, "  … still at work, minutes so far: 1\n" in done.stderr) == (0, True)


def test_it_installs_once(program):
    assert install(program, QUICK, "en_US.UTF-8").returncode == 0
    assert install(program, "exit 1", "en_US.UTF-8").stderr == ""


def test_what_fails_is_said_and_tried_again_the_next_time(program):
    failed = install(program, "echo Collecting package1==1.0\necho no network >&2\nexit 1", "en_US.UTF-8")
    assert (failed.returncode, without_minutes(failed.stderr)[1:]) == (
        1,
        [
            "no network",
            "The dependencies could not be installed. Check the network, or fill the folder wheels (docs/install.md), and"
            " try again.",
        ],
    )
    assert install(program, QUICK, "en_US.UTF-8").returncode == 0
