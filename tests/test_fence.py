"""The determinism fence can fail: each forbidden kind, planted in a source, is found. What is innocent is let through."""

from __future__ import annotations

import pytest
from fence import scan

PLANTED = {
    "clock": [
        "import time\ndef f():\n    return time.monotonic()",
        "from time import time as stamp\ndef f():\n    return stamp()",
        "import datetime as dt\ndef f():\n    return dt.datetime.now()",
        "from datetime import datetime\ndef f():\n    return datetime.utcnow()",
        "from datetime import datetime\nclass C:\n    made = field(default_factory=datetime.now)",
        "from datetime import date\ndef f():\n    return date.today()",
        "import trio\ndef f():\n    return trio.current_time()",
    ],
    "randomness": [
        "import random\ndef f():\n    return random.random()",
        "from random import Random",
        "import secrets",
        "from uuid import uuid4",
        "import os\ndef f():\n    return os.urandom(8)",
        "from os import urandom",
        "import nacl.utils\ndef f():\n    return nacl.utils.random(8)",
        "def f():\n    return PrivateKey.generate()",
        "make = SigningKey.generate",
        "def f():\n    return ec.generate_private_key(ec.SECP256R1())",
        "from nacl.public import SealedBox",
        "def f(key, data):\n    return key.sign(data, ec.ECDSA(SHA256()))",
        "def f(builder, key):\n    return builder.sign(key, hashes.SHA256())",
        "def f():\n    return x509.random_serial_number()",
    ],
    "threads and event loops": [
        "import threading",
        "from asyncio import Queue",
        "from concurrent.futures import ThreadPoolExecutor",
        "import trio\ndef f():\n    return trio.to_thread.run_sync(g)",
    ],
    "waiting": ["async def f():\n    pass", "async def f():\n    await g()"],
    "hidden imports": ["import importlib\nm = importlib.import_module('time')", "m = __import__('time')"],
    "the machine": [
        "import os\nhome = os.environ['HOME']",
        "import os\ndef f():\n    return os.listdir()",
        "def f(folder):\n    return [file for file in folder.iterdir()]",
    ],
    "input and output": [
        "def f(name):\n    return open(name)",
        "def f(path):\n    return path.read_text()",
        "def f():\n    print('here')",
    ],
    "address or hash": [
        "def f(x):\n    return id(x)",
        "def f(x):\n    return hash(x)",
        "def f(xs):\n    return sorted(xs, key=id)",
    ],
    "iteration over a set": [
        "def f():\n    for x in {1, 2}:\n        g(x)",
        "def f(xs):\n    return [x for x in set(xs)]",
        "def f(xs):\n    seen = frozenset(xs)\n    return list(seen)",
        "def f(xs: set[str]):\n    return ','.join(xs)",
        "def f(xs: 'frozenset[str] | None'):\n    return {x: 1 for x in xs or ()}",
        "def f(xs):\n    return next(iter({x.a for x in xs}))",
        "def f(a, b):\n    for key in a.keys() - b.keys():\n        g(key)",
        "def f(xs):\n    rest = set(xs)\n    return rest.pop()",
        "def f(xs):\n    first, second = set(xs)\n    return first",
        "def f(xs):\n    return g(*set(xs))",
        "def f(xs, ys):\n    return tuple(set(xs).union(ys))",
        "def f(xs):\n    return sorted(g(y) for x in xs for y in list({x}))",
        "ROLES = frozenset({'a', 'b'})\ndef f():\n    for role in ROLES:\n        g(role)",
        "class C:\n    roles: frozenset[str]\ndef f(c):\n    return list(c.roles)",
        "class C:\n    def __init__(self):\n        self.seen = set()\n    def f(self):\n        return [x for x in self.seen]",
        "def names() -> set[str]:\n    return set()\ndef f():\n    for name in names():\n        g(name)",
    ],
    "select without order by": [
        "q = 'select a from t'",
        "q = 'SELECT a, b\\n FROM t WHERE a > ?'",
        "def f(t):\n    return f'select a from {t} where b = 1'",
        "q = 'select a ' + 'from t'",
        "q = 'select count(*), a from t'",
        "q = 'select a, count(*) from t group by a'",
        "q = 'select a from (select a from t order by a)'",
        "q = 'insert into u select a from t'",
        "q = 'with x as (select 1) select a from x'",
        "q = 'select group_concat(a) from t'",
        "q = 'select a from t limit 10'",
        "q = 'delete from t; select a from t'",
        "def f(table):\n    return table.rows_where('a = 1')",
    ],
}

INNOCENT = [
    "def f(self, time):\n    return self.time + time",
    "from datetime import datetime, time\ndef f(day, zone):\n    return datetime.combine(day, time(), zone)",
    "class C:\n    def __hash__(self):\n        return hash(self.digits)",
    "class C:\n    id: str\ndef f(c):\n    return c.id",
    "def f(key, data):\n    return key.sign(data)",
    "def f(key, data):\n    return key.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))",
    "def f(b, key):\n    return b.sign(key, hashes.SHA256(), ecdsa_deterministic=True)",
    "def f(xs):\n    return sorted(set(xs))",
    "def f(xs):\n    return sorted(x.a for x in set(xs))",
    "def f(xs, y):\n    return y in set(xs) and len(set(xs)) == 2",
    "def f(xs):\n    return any(x.a for x in set(xs)), {x.a for x in set(xs)}, {*set(xs)}",
    "def f(xs: list[str]):\n    for x in xs:\n        g(x)",
    "def f(xs: set[str]):\n    def g(xs: list[str]):\n        return list(xs)\n    return g(sorted(xs))",
    "def f(d):\n    for key in d.keys():\n        g(key)",
    "def f(xs):\n    return xs.pop()",
    "q = 'select a from t order by a'",
    "q = 'select a from t ' + 'order by a'",
    "def f(t):\n    return f'select a from {t} ' f'order by a'",
    "q = 'select count(*), max(a) from t where b = ?'",
    "q = 'select coalesce(max(a), 0) from t'",
    "q = 'select exists (select 1 from t)'",
    "q = 'select a from t limit 1'",
    "q = 'select a from t where id = ? -- one row'",
    "q = 'delete from t where a in (select a from u)'",
    "def f():\n    'select a card from the pile'",
    "q = 'please select one from the list'",
]


@pytest.mark.parametrize(
    ("kind", "source"), [(kind, source) for kind, sources in PLANTED.items() for source in sources]
)
def test_a_planted_fault_is_found(kind: str, source: str) -> None:
    assert kind in {finding.kind for finding in scan({"protocol/planted.py": source})}


@pytest.mark.parametrize("source", INNOCENT)
def test_an_innocent_source_is_let_through(source: str) -> None:
    assert not scan({"protocol/innocent.py": source})


def test_a_finding_says_where_it_stands() -> None:
    source = "import time\nclass Clock:\n    def now(self):\n        return time.time() + time.time()"
    found = {(finding.place, finding.text): times for finding, times in scan({"nodes/live/clock.py": source}).items()}
    assert found == {("<module>", "import time"): 1, ("Clock.now", "time.time"): 2}


def test_a_set_of_one_file_is_known_in_another() -> None:
    sources = {
        "protocol/a.py": "class C:\n    roles: frozenset[str]",
        "nodes/b.py": "def f(c):\n    return list(c.roles)",
    }
    assert [(finding.path, finding.kind) for finding in scan(sources)] == [("nodes/b.py", "iteration over a set")]


def test_files_are_read_by_nodes_but_not_by_the_protocol() -> None:
    source = "def f(path):\n    return path.read_text()"
    assert scan({"protocol/a.py": source})
    assert not scan({"nodes/a.py": source})


def test_only_the_kernel_and_the_live_world_may_wait() -> None:
    source = "async def f():\n    await g()"
    assert scan({"nodes/national/server.py": source})
    assert not scan({"nodes/kernel/drive.py": source})
    assert not scan({"nodes/live/process.py": source})
