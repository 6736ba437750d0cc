"""Answers questions, one a line of JSON, from a bundle: `python -m helpapi_matcher bundle.json < questions.jsonl`.

Each question is `{"path": "help" or "services", "question": {…}, "now": "2026-01-20T12:00:00Z"}`. Each answer is a
line, `{"body": "…"}`, or `{"refused": […], "codes": […]}` with the parameters at fault, null for the question as a
whole, and what is wrong with each.
"""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from helpapi_matcher import Bundle, Refused, as_json, help, services

ADDRESSES = {"help": help, "services": services}


def answered(bundle: Bundle, asked: Mapping[str, Any]) -> dict[str, Any]:
    answer = ADDRESSES[asked["path"]]
    try:
        return {"body": as_json(answer(bundle, asked["question"], datetime.fromisoformat(asked["now"]))).decode()}
    except Refused as refused:
        return {"refused": refused.parameters, "codes": [fault.code for fault in refused.faults]}


def main(path: str) -> None:
    bundle = Bundle(json.loads(Path(path).read_bytes()))
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(as_json(answered(bundle, json.loads(line))) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
