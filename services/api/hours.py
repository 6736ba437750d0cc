"""The shape of opening hours in the contract."""

from rest_framework import serializers

from publishing.serializers import CodeMember, Members, Nullable

CLOCK, YEAR_DAY = r"^[0-2][0-9]:[0-5][0-9]$", r"^[01][0-9]-[0-3][0-9]$"


class WeeklyIntervalSerializer(Members):
    """One span of the week in local time, from opening to closing. Closing may be on a later day."""

    opens_day = serializers.CharField(help_text="The day it opens: monday to sunday.")
    opens = serializers.RegexField(CLOCK, help_text="Local time, HH:MM.")
    closes_day = serializers.CharField(help_text="The day it closes: monday to sunday.")
    closes = serializers.RegexField(CLOCK, help_text="Local time, HH:MM; not included.")


class DayIntervalSerializer(Members):
    """One span of a day in local time."""

    opens = serializers.RegexField(CLOCK, help_text="Local time, HH:MM.")
    closes = serializers.RegexField(
        CLOCK, help_text="Local time, HH:MM; not included. No later than `opens`: on the next day."
    )


class MonthlyIntervalSerializer(Members):
    """One span of a day in local time, on one day of the week in one week of every month."""

    week = serializers.CharField(help_text="first, second, third, fourth, fifth or last. Not every month has a fifth.")
    day = serializers.CharField(help_text="The day it opens: monday to sunday.")
    opens = serializers.RegexField(CLOCK, help_text="Local time, HH:MM.")
    closes = serializers.RegexField(
        CLOCK, help_text="Local time, HH:MM; not included. No later than `opens`: on the next day."
    )


class PeriodSerializer(Members):
    """Days on which other hours hold than in the ordinary week and month. Both lists empty: closed."""

    first_day = serializers.DateField(allow_null=True, help_text="The first of these days; null: up to the last.")
    last_day = serializers.DateField(allow_null=True, help_text="The last of these days; null: from the first on.")
    weekly = WeeklyIntervalSerializer(many=True, help_text="The week of these days.")
    monthly = MonthlyIntervalSerializer(many=True, help_text="What comes in some weeks of a month.")


class YearlyPeriodSerializer(Members):
    """Days of every year on which other hours hold. Both lists empty: closed."""

    first_day = serializers.RegexField(YEAR_DAY, help_text="The first of these days, MM-DD.")
    last_day = serializers.RegexField(YEAR_DAY, help_text="The last, MM-DD. Before the first: in the next year.")
    weekly = WeeklyIntervalSerializer(many=True, help_text="The week of these days.")
    monthly = MonthlyIntervalSerializer(many=True, help_text="What comes in some weeks of a month.")


class YearlyExceptionSerializer(Members):
    """A day of every year on which other times hold."""

    date = serializers.RegexField(YEAR_DAY, help_text="The day, MM-DD.")
    intervals = DayIntervalSerializer(many=True, help_text="When it is open that day. Empty: closed.")


class HoursExceptionSerializer(Members):
    """A day on which other times hold."""

    date = serializers.DateField(help_text="The day.")
    intervals = DayIntervalSerializer(many=True, help_text="When it is open that day. Empty: closed.")


class HoursSerializer(Members):
    """Opening hours. What is not known is never counted as open."""

    state = CodeMember("hours-states", "What is known of them.")
    text = Nullable(help_text="In the source's words; null: it gives none.")
    words = serializers.CharField(help_text="In plain words, ready to show.")
    zone = serializers.CharField(allow_null=True, help_text="The IANA zone of the local times; null without times.")
    weekly = WeeklyIntervalSerializer(
        many=True,
        help_text="The ordinary week. Empty unless state is weekly. Without it and `monthly`, other days than those of "
        "the periods are not known.",
    )
    exceptions = HoursExceptionSerializer(many=True, help_text="Days that differ. They come before all else.")
    bank_holidays = CodeMember("bank-holiday-rules", "What happens on bank holidays.", allow_null=True)
    bank_holiday_nations = serializers.ListField(
        child=serializers.CharField(), help_text="GSS codes of the nations whose bank holidays count. Empty: not known."
    )
    bank_holiday_times = DayIntervalSerializer(
        many=True, help_text="When it is open on bank holidays, where these have times of their own; else empty."
    )
    monthly = MonthlyIntervalSerializer(many=True, help_text="What comes in some weeks of a month, beside the week.")
    periods = PeriodSerializer(
        many=True,
        help_text="Days from one to another on which other hours hold, not the week and month above. One with both its "
        "ends comes before one without.",
    )
    yearly_periods = YearlyPeriodSerializer(
        many=True, help_text="The same in every year. They come after those of `periods`."
    )
    yearly_exceptions = YearlyExceptionSerializer(
        many=True,
        help_text="Days of every year that differ. They come before all periods but a closed one of `periods`.",
    )
    term_time_only = serializers.BooleanField(
        help_text="True: in school terms only, whose dates differ from place to place and are not known to us, so the "
        "hours are never certain. Exceptions are."
    )


EMPTY_HOURS: dict[str, object] = {
    "zone": None,
    "weekly": [],
    "exceptions": [],
    "bank_holidays": None,
    "bank_holiday_nations": [],
    "bank_holiday_times": [],
    "monthly": [],
    "periods": [],
    "yearly_periods": [],
    "yearly_exceptions": [],
    "term_time_only": False,
}
