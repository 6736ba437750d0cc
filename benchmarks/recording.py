"""Record what the public gets: `python -m benchmarks.recording FILE`, with a database that has been published into.

One JSON line for each of some 900 questions and every item, list, code list and place: the address, the status and the
body as it was sent. Two states of the code that should answer alike are compared with `diff` on two such files.
"""

import itertools
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpapi.settings")
os.environ["EDITION_POLL_SECONDS"] = "0"

AT = "2026-11-28T03:00:00Z"
AGES = ("", "age=9", "age=14", "age=17", "age=18", "age=19&age_in_image=16", "age=35", "age=70")
PLACES = (
    "", "region=scotland", "region=edinburgh", "region=leeds", "region=cardiff", "region=belfast", "outcode=EH1",
    "outcode=TD15", "outcode=W1A", "outcode=JE2", "region=london&include=within",
)  # fmt: skip
ASKERS = ("", "audience=victim", "audience=parent-carer", "audience=friend", "audience=professional")
FURTHER = (
    "type=image-removal", "type=emotional-support&type=police-report", "channel=phone", "channel=webchat&free=true",
    "language=en", "language=bfi", "anonymous=true", "no_account=true", "off_phone_bill=true", "free=false",
    f"open_at={AT}", "open_at=2026-12-25T12:00:00Z", "open_at=2026-06-03T12:00:00%2B01:00",
)  # fmt: skip
OF_LISTS = ("q=child", "q=line", "ordering=alphabetical", "page_size=3", "page_size=3&page=2", "page=99")
REFUSED = (
    "regoin=scotland",
    "age=1O",
    "age=15&age=16",
    "age=",
    "region=atlantis",
    "outcode=EH1+1AA",
    "age=10&age_in_image=12",
)


def addresses() -> list[str]:
    """Every question, the same on every state of the code."""
    asked = [_query(*parts) for parts in itertools.product(AGES, PLACES, ASKERS)]
    asked += [_query(age, further) for age in AGES for further in FURTHER]
    helps = [_query(query, f"open_at={AT}") if "open_at" not in query else query for query in asked]
    found = [f"/api/v1/help?{query}" for query in helps]
    found += [
        f"/api/v1/services?{_query(age, place, more)}" for age in AGES for place in PLACES for more in ("", FURTHER[0])
    ]
    found += [f"/api/v1/services?{_query(age, more)}" for age in AGES[:3] for more in (*FURTHER, *OF_LISTS, *REFUSED)]
    found += [f"/api/v1/help?{query}" for query in REFUSED]
    found += [f"/api/v1/regions?{query}" for query in ("", "q=edin", "kind=country", "parent=scotland", "outcode=TD15")]
    return [
        *found,
        "/api/v1/services",
        "/api/v1/organisations",
        "/api/v1/advice",
        "/api/v1/codes",
        "/api/v1/openapi.json",
    ]


def _query(*parts: str) -> str:
    return "&".join(part for part in parts if part)


def main(file: str) -> None:
    import django

    django.setup()
    from django.test import Client

    from publishing import keeper

    keeper.refresh()
    client = Client(raise_request_exception=False)

    def body(address: str) -> str:
        answer = client.get(address)
        return f"{answer.status_code} {answer.content.decode()}"

    asked = addresses()
    for kind in ("services", "organisations", "advice", "regions", "codes"):
        page = f"/api/v1/{kind}?page_size=100"
        while page:
            found = json.loads(body(page).split(" ", 1)[1])
            names = [item.get("slug") or item["name"] for item in found["results"]]
            asked += [f"/api/v1/{kind}/{name}" for name in names]
            page = found["next"] and "/api" + found["next"].split("/api", 1)[1]
    with open(file, "w", encoding="utf-8") as out:
        for address in asked:
            print(json.dumps([address, body(address)], ensure_ascii=False), file=out)
    print(f"{len(asked)} answers in {file}")


if __name__ == "__main__":
    main(sys.argv[1])
