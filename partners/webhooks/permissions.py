"""The role that keeps endpoints. It reaches no content: whoever has it can neither write nor approve any."""

from publishing import roles

OPERATOR = "Operator"


def register() -> None:
    ways = {f"{way}_endpoint" for way in ("add", "change", "view")}
    roles.register(OPERATOR, {("partners", name) for name in {*ways, "view_delivery"}})
