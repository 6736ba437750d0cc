"""What `/help` takes: everything that matches services to a person, who asks, what has happened, and preferences."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property

from publishing.api.question import LanguageQuestion, code, codes, flag, moment, text
from services.api.questions import MatchingQuestion
from services.matching.ages import Reader
from services.matching.channels import Wish
from services.matching.conditions import VICTIM
from services.matching.shelf import Services

DEFAULT_TOPIC = "sextortion"
SIGNS = "bfi"


@dataclass(frozen=True, kw_only=True)
class HelpQuestion(LanguageQuestion, MatchingQuestion):
    """What `/help` takes. Preferences order and label; nothing goes away for them."""

    topic: str | None = text("Which advice, by its slug.", 80, example="sextortion")
    audience: str | None = code(
        "Who is asking; without it, the person being blackmailed. Anyone else is given what to use themselves and what "
        "to pass on.",
        "audiences",
        "Audience",
    )
    situation: tuple[str, ...] = codes(
        "What has happened. Repeat for several. It marks and orders; nothing goes away for it.",
        "situations",
        "Situation",
    )
    channel: tuple[str, ...] = codes(
        "Preferred: a way to reach a service. Repeat for any of several.", "channel-kinds", "ChannelKind"
    )
    language: tuple[str, ...] = codes(
        "Preferred: a language. Repeat for any of several. With `bfi`, relays for people who sign are given too.",
        "languages",
        "Language",
    )
    open_at: datetime | None = moment(
        "`now`, or a date and time with its offset: when the answer is for. Without it, now.", example="now"
    )
    free: bool | None = flag("Preferred: free to use.")
    anonymous: bool | None = flag("Preferred: no name is needed.")
    no_account: bool | None = flag("Preferred: no account is needed.")
    off_phone_bill: bool | None = flag("Preferred: it does not show on the phone bill.")

    @cached_property
    def who_asks(self) -> str:
        return self.audience or VICTIM[0]

    @cached_property
    def is_helper(self) -> bool:
        return self.who_asks not in VICTIM

    @property
    def signs(self) -> bool:
        return SIGNS in self.language

    @cached_property
    def preferences(self) -> Wish:
        return Wish(
            kinds=self.channel,
            languages=self.language,
            free=self.free,
            anonymous=self.anonymous,
            no_account=self.no_account,
            off_phone_bill=self.off_phone_bill,
        )

    @cached_property
    def helper(self) -> Reader:
        """The person being blackmailed, as one looks for a service that a helper would use."""
        return Reader(self.age, self.age_in_image, is_user=False)

    def to_pass_on(self, services: Services) -> Services:
        """Those that the person being blackmailed may use; all that they themselves are given."""
        return MatchingQuestion.among(self, services).for_audience(VICTIM)

    def for_others(self, services: Services) -> Services:
        """Those that the person being blackmailed may not use, for anyone else who helps."""
        others = services.without(services.for_audience(VICTIM).bits)
        return self.narrowed(others, self.helper)

    def among(self, services: Services) -> Services:
        found = self.to_pass_on(services)
        to_use = self.for_others(services).for_audience([self.who_asks])
        return found.also(to_use) if self.is_helper else found
