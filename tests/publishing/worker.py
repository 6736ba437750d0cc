"""A process of its own, on a database of its own, that does what it is told; its children can be killed.

Run as `python -m tests.publishing.worker`: each line on standard input is a JSON array of a function below and its
arguments, each line on standard output the JSON of what it returned. It forks after everything has been loaded, so
a new process costs milliseconds. `Worker` is the other end.
"""

import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).absolute().parent.parent.parent
ITEMS = 40
OLD = "as it once read"


class Worker:
    """`call("name", argument…)` has the worker do it and gives what it returned."""

    module = "tests.publishing.worker"

    def __init__(self, database: str, home: Path, begin: str = "prepare"):
        changed = {"DATABASE_URL": database, "HELPAPI_HOME": str(home), "EDITION_POLL_SECONDS": "60"}
        self.environment = {**os.environ, **changed}
        self._process = subprocess.Popen(
            [sys.executable, "-m", self.module], cwd=ROOT, env=self.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.call(begin)

    def call(self, *what: Any) -> Any:
        self._process.stdin.write(f"{json.dumps(what)}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the worker died of {what}"
        return json.loads(answer)

    def stop(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)


def prepare() -> None:
    from django.core.management import call_command

    from publishing import lifecycle
    from tests import factories as make
    from tests.in_force import colleague

    call_command("migrate", verbosity=0)
    for number in range(8):
        colleague(f"editor-{number}")
        colleague(f"approver-{number}")
    organisations = [make.organisation(description="0") for _ in range(ITEMS - 4)]
    services = [make.service(organisation=organisations[0], description="0") for _ in range(4)]
    lifecycle.publish_first([*organisations, *services], "The first content.")


def make_anew(name: str, password: str) -> None:
    """An administrator who has an account and nothing else yet."""
    from django.contrib.auth.models import User

    from tests.in_force import in_force

    User.objects.filter(username=name).delete()
    in_force(User.objects.create_superuser(name, password=password))


def submit_all(number: int) -> None:
    """Say `number` in the description of every item, and submit them all."""
    from publishing import lifecycle

    for item in _items():
        item.description = str(number)
        item.save()
    lifecycle.submit(_items(), by=_person("editor-0"))


def publish_notices(count: int) -> None:
    from publishing import lifecycle
    from tests import factories as make

    notices = [make.notice(slug=f"crash-{time.time_ns()}") for _ in range(count)]
    lifecycle.approve(lifecycle.submit(notices, by=_person("editor-0")), by=_person("approver-0"))


def age_documents() -> None:
    """Leave every document as an older contract might have written it."""
    from publishing.models import Publication

    for publication in _published():
        document = {**json.loads(publication.documents["v1.en"]), "description": OLD}
        Publication.objects.filter(pk=publication.pk).update(documents={"v1.en": json.dumps(document)})


def empty() -> None:
    """A database that has never held anything."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    settings.RECORD_HEAD.unlink(missing_ok=True)


def do(act: str, killed_after: float | None = None) -> float:
    """Do one of ACTS in a child, killed after so many seconds or left alone; how many seconds it lived."""
    from django.db import connections

    connections.close_all()
    readable, writable = os.pipe()
    pid = os.fork()
    if pid == 0:
        begin = ACTS[act]()
        os.write(writable, b"!")
        begin()
        os._exit(0)
    os.close(writable)
    os.read(readable, 1)
    began = time.perf_counter()
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(readable)
    return time.perf_counter() - began


def state() -> dict:
    """What is public: by edition, version and what the document and the snapshot say, how many items do."""
    from publishing import record
    from publishing.models import EditionNumber, Publication, Record, Submission

    found: dict[str, int] = {}
    for publication in _published():
        document, frozen = json.loads(publication.documents["v1.en"]), json.loads(publication.snapshot)
        seen = [publication.edition, publication.version, document["version"], document["description"]]
        key = json.dumps([*seen, frozen["item"]["fields"]["description"]])
        found[key] = found.get(key, 0) + 1
    return {
        "public": [[*json.loads(key), count] for key, count in found.items()],
        "edition": EditionNumber.objects.get().number,
        "waiting": Submission.objects.filter(state="waiting").count(),
        "withdrawn": Publication.objects.filter(state=Publication.WITHDRAWN).count(),
        "said to be withdrawn": Record.objects.filter(action="withdrawn").count(),
        "faults": list(record.faults()),
    }


def publish_at_once(publishers: int, times: int) -> dict:
    """Several processes publish notices of their own, while another follows what is newer than it holds."""
    with_queue = multiprocessing.get_context("fork")
    numbers, seen = with_queue.Queue(), with_queue.Queue()
    start = _edition()
    follower = _fork(_follow, seen, start, start + publishers * times)
    children = [_fork(_publish_notices, numbers, n, times) for n in range(publishers)]
    published = [numbers.get(timeout=60) for _ in range(publishers * times)]
    followed = seen.get(timeout=60)
    for child in [follower, *children]:
        child.join(30)
    return {"start": start, "published": published, "followed": followed}


def approve_twice_at_once() -> list[str]:
    """Two people approve the same submission at the same moment; what became of each."""
    from publishing import lifecycle
    from tests import factories as make

    [submission] = lifecycle.submit([make.notice()], by=_person("editor-0"))
    return _at_once(
        lambda: f"edition {lifecycle.approve([submission], by=_person('approver-0'))}",
        lambda: f"edition {lifecycle.approve([submission], by=_person('approver-1'))}",
    )


def edit_while_approving(delay: float) -> dict:
    """An editor saves in one transaction, as the admin does, while somebody approves. What came of it."""
    from django.db import transaction

    from publishing import lifecycle, permission
    from publishing.models import Publication, Submission
    from tests import factories as make
    from tests.publishing.acts import edit

    notice = make.notice(text="Submitted.")
    [submission] = lifecycle.submit([notice], by=_person("editor-0"))

    def edit_it() -> str:
        time.sleep(delay)
        with transaction.atomic():
            edit(notice, by=_person("editor-1"), text="Edited.")
        return "edited"

    outcomes = _at_once(lambda: f"edition {lifecycle.approve([submission], by=_person('approver-0'))}", edit_it)
    public = Publication.objects.filter(pk=notice.pk).first()
    return {
        "outcomes": outcomes,
        "state": Submission.objects.get(pk=submission.pk).state,
        "public": json.loads(public.snapshot)["item"]["fields"]["text"] if public else None,
        "editor_counts": _person("editor-1").pk in permission.editors_since_publication(notice.pk),
    }


def held() -> dict:
    """How much of each kind of row there is, and of each kind of publication; the number of the edition."""
    from advice.models import Topic
    from publishing import record
    from publishing.models import EditionNumber, Publication
    from services.models import Organisation, Service

    public = Publication.objects.filter(state=Publication.LIVE)
    return {
        "rows": [model.objects.count() for model in (Organisation, Service, Topic)],
        "public": [public.filter(kind=kind).count() for kind in ("organisation", "service", "topic")],
        "edition": max(EditionNumber.objects.values_list("number", flat=True), default=0),
        "faults": list(record.faults()),
    }


def _approving() -> Callable[[], Any]:
    from publishing import lifecycle
    from publishing.models import Submission

    waiting, approver = list(Submission.objects.filter(state="waiting")), _person("approver-0")
    return lambda: lifecycle.approve(waiting, by=approver)


def _withdrawing() -> Callable[[], Any]:
    from publishing import acts, withdrawing
    from publishing.models import Act, Publication

    notice = Publication.objects.filter(kind="notice", state=Publication.LIVE).first()
    waiting = Act.objects.filter(state=Act.WAITING).first()  # of whoever was killed before
    act = waiting or acts.propose("withdraw", withdrawing.details([notice], "other"), by=_person("editor-0"))
    return lambda: acts.approve(act, by=_person("approver-0"))


def _recompiling() -> Callable[[], Any]:
    from publishing import lifecycle

    return lifecycle.recompile


def _loading() -> Callable[[], Any]:
    from django.core.management import call_command

    return lambda: call_command("load_seed", stdout=io.StringIO())


ACTS = {"approve": _approving, "withdraw": _withdrawing, "recompile": _recompiling, "load": _loading}


def _publish_notices(numbers, publisher: int, times: int) -> None:
    from publishing import lifecycle
    from tests import factories as make

    editor, approver = _person(f"editor-{publisher}"), _person(f"approver-{publisher}")
    for _ in range(times):
        submitted = lifecycle.submit([make.notice(slug=f"notice-{os.getpid()}-{time.time_ns()}")], by=editor)
        numbers.put(lifecycle.approve(submitted, by=approver))


def _follow(seen, held: int, last: int) -> None:
    """Ask again and again for what is newer than the greatest number held, until that is `last`."""
    from publishing.models import Publication

    followed: list[int] = []
    until = time.monotonic() + 60
    while held < last and time.monotonic() < until:
        newer = sorted(Publication.objects.filter(edition__gt=held).values_list("edition", flat=True))
        followed += newer
        held = newer[-1] if newer else held
    seen.put(followed)


def _at_once(*acts: Callable[[], str]) -> list[str]:
    """What each act returned, or “refused: why”, done in as many processes that begin together."""
    context = multiprocessing.get_context("fork")
    results, together = context.Queue(), context.Barrier(len(acts))

    def run(number: int, act: Callable[[], str]) -> None:
        from publishing.lifecycle import Refusal

        _edition()  # so that being connected is no head start
        together.wait(30)
        try:
            results.put((number, act()))
        except Refusal as refusal:
            results.put((number, f"refused: {refusal}"))

    children = [_fork(run, number, act) for number, act in enumerate(acts)]
    outcomes = dict(results.get(timeout=60) for _ in acts)
    for child in children:
        child.join(30)
    return [outcomes[number] for number in range(len(acts))]


def _fork(function, *arguments) -> multiprocessing.Process:
    from django.db import connections

    connections.close_all()  # a connection must not be shared with a child
    child = multiprocessing.get_context("fork").Process(target=function, args=arguments)
    child.start()
    return child


def _published() -> list:
    from publishing.models import Publication

    return list(Publication.objects.filter(kind__in=["organisation", "service"]))


def _items() -> list:
    from services.models import Organisation, Service

    return [*Organisation.objects.all(), *Service.objects.all()]


def _person(name: str):
    from django.contrib.auth.models import User

    return User.objects.get(username=name)


def _edition() -> int:
    from publishing.models import EditionNumber

    return EditionNumber.objects.get().number


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "helpapi.settings"
    import django

    django.setup()
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(globals()[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
