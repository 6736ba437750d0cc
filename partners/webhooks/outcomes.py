"""What may come of an attempt: a code that is kept, and words for people. Nothing of an answer is in either."""

DELIVERED = "delivered"
NO_ADDRESS, REFUSED_ADDRESS, REFUSED_URL = "no-address", "refused-address", "refused-url"
NOT_REACHED, CERTIFICATE, NO_TLS, TOO_LATE = "not-reached", "certificate", "no-tls", "too-late"
NO_HTTP, TOO_LARGE, REDIRECTED, WRONG_CHALLENGE = "no-http", "too-large", "redirected", "wrong-challenge"
SWITCHED_OFF, OVERTAKEN = "switched-off", "overtaken"

_WORDS = {
    "": "Not tried yet, or ended before it was known.",
    DELIVERED: "It said that it has it.",
    NO_ADDRESS: "Its name leads to no address.",
    REFUSED_ADDRESS: "Its name leads to an address that is not public, so it was not called.",
    REFUSED_URL: "Its web address is not one that is called.",
    NOT_REACHED: "No connection could be made, or it was broken off.",
    CERTIFICATE: "Its certificate is not valid for its name.",
    NO_TLS: "It does not speak TLS as it should.",
    TOO_LATE: "It did not answer in time.",
    NO_HTTP: "What it answered is no HTTP.",
    TOO_LARGE: "It answered more than is read.",
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
