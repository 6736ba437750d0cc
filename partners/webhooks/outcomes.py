"""What may come of an attempt: a code that is kept, and words for people. Nothing of an answer is in either."""

from publishing.reaching import failures

DELIVERED = "delivered"
REDIRECTED, WRONG_CHALLENGE = "redirected", "wrong-challenge"
SWITCHED_OFF, OVERTAKEN = "switched-off", "overtaken"

_WORDS = {
    "": "Not tried yet, or ended before it was known.",
    DELIVERED: "It said that it has it.",
    **failures.WORDS,
    REDIRECTED: "It led elsewhere, which is never followed.",
    WRONG_CHALLENGE: "It did not give back what it was asked to.",
    SWITCHED_OFF: "The endpoint was switched off.",
    OVERTAKEN: "It was asked again, or its address was changed.",
}


def of_status(status: int) -> str:
    """That of an HTTP answer."""
    if 200 <= status < 300:
        return DELIVERED
    return REDIRECTED if 300 <= status < 400 else f"status-{status}"


def in_words(code: str) -> str:
    if code.startswith("status-"):
        return f"It answered {code.removeprefix('status-')}."
    return _WORDS.get(code, code)
