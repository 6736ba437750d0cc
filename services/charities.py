"""The registration numbers of charities, as the three regulators of the United Kingdom give them."""

import re

# England and Wales, perhaps of one linked charity; Scotland; Northern Ireland.
_FORMS = re.compile(r"[0-9]{6,7}(?:-[0-9]{1,3})?|SC0[0-9]{5}|NIC1[0-9]{5}", re.ASCII)


class CharityNumberError(ValueError):
    """Not a charity's number, in words for an editor."""


def read(text: str) -> str:
    """One number, or several with commas between, as they are printed; raises CharityNumberError."""
    numbers = [re.sub(r"\s", "", number).upper() for number in text.split(",")]
    for number in numbers:
        if not _FORMS.fullmatch(number):
            fault = f"“{number}” is not the number of a charity." if number else "There is a comma too many."
            raise CharityNumberError(
                f"{fault} Give six or seven digits (England and Wales), SC0 and five digits (Scotland), or NIC1 and "
                "five digits (Northern Ireland), with commas between several."
            )
    return ", ".join(dict.fromkeys(numbers))
