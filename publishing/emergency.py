"""The emergency notice that goes with every answer, errors and outages included.

The words are the advice sheet's own (fixtures/sheet.txt); a test holds them to it. They are a constant, so that
they are served even when there is no database and no edition at all.
"""

TEXT = "If you are in severe distress and thinking about harming yourself, please call 999 immediately."
PHONE = "999"

EMERGENCY = {"text": TEXT, "phone": PHONE, "uri": f"tel:{PHONE}"}
