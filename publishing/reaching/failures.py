"""Why somebody was not reached: a code that is kept, and words for people. Nothing that was answered is in either."""

NO_ADDRESS, REFUSED_ADDRESS, REFUSED_URL = "no-address", "refused-address", "refused-url"
NOT_REACHED, CERTIFICATE, NO_TLS, TOO_LATE = "not-reached", "certificate", "no-tls", "too-late"
NO_HTTP, TOO_LARGE = "no-http", "too-large"

WORDS = {
    NO_ADDRESS: "Its name leads to no address.",
    REFUSED_ADDRESS: "Its name leads to an address that is not public, so it was not called.",
    REFUSED_URL: "Its web address is not one that is called.",
    NOT_REACHED: "No connection could be made, or it was broken off.",
    CERTIFICATE: "Its certificate is not valid for its name.",
    NO_TLS: "It does not speak TLS as it should.",
    TOO_LATE: "It did not answer in time.",
    NO_HTTP: "What it answered is no HTTP.",
    TOO_LARGE: "It answered more than is read.",
}
