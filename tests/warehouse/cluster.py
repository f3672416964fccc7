"""A standalone master of Spark and two workers on loopback, for a test or a benchmark."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_HOST = "127.0.0.1"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((_HOST, 0))
        return int(found.getsockname()[1])


@contextmanager
def session(folder: Path, memory: str = "1g") -> Iterator[Any]:
    """A session on a cluster of two workers of one core each; `folder` takes their logs."""
    import pyspark
    from pyspark.sql import SparkSession

    home = Path(pyspark.__file__).parent
    os.environ |= {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": _HOST, "SPARK_WORKER_DIR": str(folder / "work")}
    port, deploy = _free_port(), "org.apache.spark.deploy"
    url = f"spark://{_HOST}:{port}"
    commands = [[f"{deploy}.master.Master", "--host", _HOST, "--port", str(port), "--webui-port", "0"]]
    worker = [f"{deploy}.worker.Worker", "--host", _HOST, "--webui-port", "0", "-c", "1", "-m", memory, url]
    running = []
    try:
        for number, command in enumerate([*commands, worker, worker]):
            with (folder / f"spark-{number}.log").open("w") as log:
                start = [str(home / "bin/spark-class"), *command]
                running.append(subprocess.Popen(start, stdout=log, stderr=log))
            _wait_for(port)
        builder = SparkSession.builder.master(url).appName("peacetrack")
        settings = {
            "spark.driver.host": _HOST,
            "spark.driver.bindAddress": _HOST,
            "spark.ui.enabled": "false",
            "spark.executor.memory": memory,
            "spark.cores.max": "2",
            "spark.sql.shuffle.partitions": "4",
            "spark.scheduler.minRegisteredResourcesRatio": "1.0",
            "spark.scheduler.maxRegisteredResourcesWaitingTime": "90s",
        }
        for name, value in settings.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(900):
        with suppress(OSError), socket.create_connection((_HOST, port), 1):
            return
        time.sleep(0.2)
    raise TimeoutError(f"nothing listens at {_HOST}:{port}")


def working(spark: Any) -> int:
    """How many executors have done a task."""
    executors = spark.sparkContext._jsc.sc().statusStore().executorList(True)
    found = [executors.apply(place) for place in range(executors.size())]
    return sum(one.id() != "driver" and one.totalTasks() > 0 for one in found)
