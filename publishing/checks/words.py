"""Whether the texts of the emergency notice that were signed off can be read: an answer would give it in English."""

from django.core.checks import CheckMessage, Error, Tags, register

from publishing import emergency


@register(Tags.files)
def the_emergency_notice_can_be_read(**options: object) -> list[CheckMessage]:
    try:
        emergency.signed_off()
    except emergency.SignedOffError as error:
        hint = f"Put fixtures/{emergency.FILE.name} right, or take the entry out."
        return [Error(str(error), hint=hint, id="publishing.E009")]
    return []
