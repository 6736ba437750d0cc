"""The application with a fault in it: a question that holds the word below fails deep inside, in the worst way."""

from helpapi.wsgi import application as application
from publishing.api import gate

WORD = "make-it-fail"
_from_query = gate.from_query


def from_query(query, filters):
    if WORD in query:
        try:
            raise ValueError(f"cannot read {query}")
        except ValueError as error:
            raise RuntimeError(f"the question was {query!r}") from error
    return _from_query(query, filters)


gate.from_query = from_query
