"""What stands in the database already: it is compared with the data, and never overwritten."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from helpapi.seed.facts import Item, P, Piece
from publishing.models import Part, Publishable
from publishing.registry import kind_of


def find(wanted: P) -> P | None:
    """The item that has the identity of the wanted one, or its address."""
    same = type(wanted)._base_manager.filter(Q(pk=wanted.pk) | Q(slug=wanted.slug))
    return same.order_by(models.Case(models.When(pk=wanted.pk, then=0), default=1)).first()


def create(item: Item[P]) -> None:
    """Validate and save an item that does not stand yet, with its parts."""
    pieces: list[Piece[Publishable | Part]] = [item.whole, *item.parts]
    for piece in pieces:
        _checked(piece, piece.row.full_clean)
        piece.row.save(force_insert=True)


def differences(item: Item[P], standing: Publishable) -> list[str]:
    """The fields and parts in which the standing item is not what the data says, in words; none: they are the same."""
    _checked(item.whole, item.whole.row.clean_fields)
    found = _differing(item.row, standing)
    for name in kind_of(standing).parts:
        found += _differing_parts(name, item, standing)
    return found


def _differing_parts(name: str, item: Item[P], standing: Publishable) -> list[str]:
    model = kind_of(standing).part(name)
    wanted = {piece.row.pk: piece for piece in item.parts if isinstance(piece.row, model)}
    held = {part.pk: part for part in getattr(standing, name).all()}
    found = []
    for uid, piece in wanted.items():
        if uid in held:
            _checked(piece, piece.row.clean_fields)
            if fields := _differing(piece.row, held[uid]):
                found.append(f"{name}, {held[uid]} ({', '.join(fields)})")
        else:
            found.append(f"{name}, without {piece.row}")
    return found + [f"{name}, with {part}" for uid, part in held.items() if uid not in wanted]


def _differing(wanted: models.Model, held: models.Model) -> list[str]:
    """The names of the fields whose values differ. A part is compared within its item, so not by whose it is."""
    left_out = wanted.not_in_snapshot if isinstance(wanted, Publishable) else _owner(wanted)
    return [
        field.name
        for field in wanted._meta.concrete_fields
        if field.name not in left_out and getattr(wanted, field.attname) != getattr(held, field.attname)
    ]


def _owner(part: models.Model) -> set[str]:
    return {
        field.name
        for field in part._meta.concrete_fields
        if isinstance(field.related_model, type) and issubclass(field.related_model, Publishable) and not field.null
    }


def _checked(piece: Piece[Publishable | Part], check: Callable[..., None]) -> None:
    """Run a check of Django's on all but keys to other rows: those come from the data, and the database holds them."""
    keys = [field.name for field in piece.row._meta.concrete_fields if field.is_relation]
    try:
        check(exclude=keys)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        name = piece.names.get(field, field.replace("__all__", "as a whole"))
        raise piece.record.error(name, " ".join(messages)) from None
