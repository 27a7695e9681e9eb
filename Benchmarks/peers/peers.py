#!/usr/bin/env python3
"""Job queues on PostgreSQL from PyPI with a job that does nothing, on a database of ours: jobs a second, and how long a
job takes to reach a worker that waits. Runs in a virtual environment of its own (scripts/benchmarks/peers.py).

Usage: peers.py procrastinate|pgqueuer DATABASE_URL --jobs 5000 --seconds 5 --rate 50   → one line of JSON
"""

import argparse
import asyncio
import json
import statistics
import time

AT_ONCE = 16


async def procrastinate(url, jobs, seconds, rate):
    import procrastinate as library

    app = library.App(connector=library.PsycopgConnector(conninfo=url, min_size=2, max_size=AT_ONCE))
    seen = Seen()

    @app.task(name="nothing")
    def nothing(number):
        seen.ran(number)

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for first in range(0, jobs, 1000):
            await nothing.batch_defer_async(*[{"number": number} for number in range(first, min(first + 1000, jobs))])
        began = time.perf_counter()
        worker = asyncio.create_task(app.run_worker_async(concurrency=AT_ONCE, install_signal_handlers=False))
        await seen.until(jobs)
        per_second = jobs / (time.perf_counter() - began)
        waits = await paced(lambda number: nothing.defer_async(number=number), seen, jobs, seconds, rate)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
    return per_second, waits


async def pgqueuer(url, jobs, seconds, rate):
    import asyncpg
    from pgqueuer import AsyncpgPoolDriver, PgQueuer, Queries

    pool = await asyncpg.create_pool(url, min_size=2, max_size=AT_ONCE)
    seen = Seen()
    driver = AsyncpgPoolDriver(pool)
    queries = Queries(driver)
    await queries.install()
    queue = PgQueuer(driver)

    @queue.entrypoint("nothing")
    async def nothing(job):
        seen.ran(int(job.payload))

    for first in range(0, jobs, 1000):
        numbers = range(first, min(first + 1000, jobs))
        await queries.enqueue(["nothing"] * len(numbers), [str(number).encode() for number in numbers], [0] * len(numbers))
    began = time.perf_counter()
    worker = asyncio.create_task(queue.run(batch_size=AT_ONCE))
    await seen.until(jobs)
    per_second = jobs / (time.perf_counter() - began)
    waits = await paced(lambda number: queries.enqueue("nothing", str(number).encode()), seen, jobs, seconds, rate)
    queue.shutdown.set()
    await asyncio.wait_for(worker, 30)
    await pool.close()
    return per_second, waits


class Seen:
    """When each job ran."""

    def __init__(self):
        self.at = {}
        self._news = asyncio.Event()

    def ran(self, number):
        self.at[number] = time.perf_counter()
        self._news.set()

    async def until(self, count, patience=120):
        """Waits until so many have run; what a queue has counted is that the job was run."""
        limit = time.perf_counter() + patience
        while len(self.at) < count:
            if time.perf_counter() > limit:
                raise SystemExit(f"only {len(self.at)} of {count} jobs were run in {patience} s")
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), patience)


async def paced(add, seen, first, seconds, rate):
    """Jobs on a fixed schedule for a worker that waits; seconds from when each was due until it ran."""
    began, count = time.perf_counter() + 0.5, int(seconds * rate)
    adding = []

    async def one(number):
        await asyncio.sleep(max(began + number / rate - time.perf_counter(), 0))
        await add(first + number)

    for number in range(count):
        adding.append(asyncio.create_task(one(number)))
    await asyncio.gather(*adding)
    await seen.until(first + count)
    return [seen.at[first + number] - (began + number / rate) for number in range(count)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", choices=["procrastinate", "pgqueuer"])
    parser.add_argument("url")
    parser.add_argument("--jobs", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rate", type=float, default=50)
    options = parser.parse_args()
    run = {"procrastinate": procrastinate, "pgqueuer": pgqueuer}[options.library]
    per_second, waits = asyncio.run(run(options.url, options.jobs, options.seconds, options.rate))
    hundredths = statistics.quantiles(waits, n=100)
    print(json.dumps({"per_second": per_second, "p50_us": hundredths[49] * 1e6, "p99_us": hundredths[98] * 1e6,
                      "operations": len(waits)}))


if __name__ == "__main__":
    main()
