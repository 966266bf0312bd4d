"""The same numbers on Spark: in this process, and on a master and a worker on loopback.

Spark needs Java. Where there is none these tests skip, but not in CI, which installs it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scale.golden import differences, in_memory, write_golden

import resilmeter as rm

pytest.importorskip("pyspark")
needs_java = pytest.mark.skipif(
    shutil.which("java") is None and not os.environ.get("CI"), reason="needs Java for Spark"
)
pytestmark = [needs_java, pytest.mark.filterwarnings("ignore:PySpark does not yet fully support")]
SMALL = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2",
         "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}  # fmt: skip
# As a user does on a cluster: a session of one's own, a frame of one's own.
CLUSTER = """
import sys, warnings
warnings.simplefilter("ignore")
from pyspark.sql import SparkSession
import resilmeter as rm
builder = SparkSession.builder.master(sys.argv[1]).config("spark.executor.memory", "512m")
for pair in sys.argv[4:]:
    builder = builder.config(*pair.split("=", 1))
session = builder.getOrCreate()
study = rm.Study.load(sys.argv[2], ("scale.gini=window", f"scale.temp_directory={sys.argv[3]}"))
frame = session.read.parquet(str(study.folder / "parts"))
result = rm.run(study, panel=frame)
for name, table in result.tables.items():
    table.to_pickle(f"{sys.argv[3]}/{name}.pickle")
print("executors", session.sparkContext._jsc.sc().getExecutorMemoryStatus().size())
session.stop()
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return write_golden(tmp_path_factory.mktemp("spark") / "study", panel="parts")


@pytest.fixture(scope="module")
def wanted(study):
    return in_memory(study)


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    for key, value in SMALL.items():
        builder = builder.config(key, value)
    made = builder.getOrCreate()
    yield made
    made.stop()


def test_every_number_of_the_golden_panel(study, wanted, session):
    frame = session.read.parquet(str(study.parent / "parts"))
    found = rm.run(rm.Study.load(study), panel=frame)
    assert found.engine == "spark"
    assert not differences(found.tables, wanted)


def test_files_and_folders_with_brackets_in_their_names(tmp_path, wanted, session):
    """Hadoop takes [1] for a pattern; columns stand in another order in one CSV file."""
    del session  # it is the one that the run takes
    study = write_golden(tmp_path / "grid [1] {a}", panel="parts [2]")
    (study.parent / "parts").rename(study.parent / "parts [2]")
    found = rm.run(rm.Study.load(study, ("scale.engine=spark",)))
    assert not differences(found.tables, wanted)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def master(tmp_path_factory) -> Iterator[str]:
    """Start a standalone master and a worker, each a process of its own."""
    import pyspark

    home, folder = Path(pyspark.__file__).parent, tmp_path_factory.mktemp("cluster")
    port, url = free_port(), ""
    url = f"spark://127.0.0.1:{port}"
    classes = "org.apache.spark.deploy"
    ports = ["--host", "127.0.0.1", "--webui-port", "0"]
    commands = [
        [f"{classes}.master.Master", *ports, "--port", str(port)],
        [f"{classes}.worker.Worker", *ports, "--cores", "1", "--memory", "1g",
         "--work-dir", str(folder), url],
    ]  # fmt: skip
    own = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1",
           "PYSPARK_PYTHON": sys.executable}  # fmt: skip
    log = (folder / "log").open("w")
    running = [
        subprocess.Popen([str(home / "bin" / "spark-class"), *command], stdout=log, stderr=log,
                         env=own)
        for command in commands
    ]  # fmt: skip
    try:
        for _ in range(120):
            if "Successfully registered with master" in (folder / "log").read_text():
                break
            time.sleep(0.5)
        else:
            pytest.fail("the worker did not find its master")
        yield url
    finally:
        for process in running:
            process.terminate()
            process.wait(timeout=30)
        log.close()


def test_a_real_master_and_worker(study, wanted, master, tmp_path):
    settings = [f"{key}={value}" for key, value in SMALL.items()]
    done = subprocess.run(
        [sys.executable, "-c", CLUSTER, master, study, tmp_path, *settings],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().endswith("executors 2")  # the driver and the worker's one
    import pandas as pd

    found = {path.stem: pd.read_pickle(path) for path in tmp_path.glob("*.pickle")}
    assert set(found) >= {"weights", "gap_cells", "dagum", "obstacle_counts"}
    assert not differences(found, wanted)
