"""The emergency notice that goes with every answer, errors and outages included.

The words are the advice sheet's own (fixtures/sheet.txt); a test holds them to it. They are a constant, so that
they are served even when there is no database and no edition at all.
"""

TEXT = "If you are in severe distress and thinking about harming yourself, please call 999 immediately."
COVERS = "999 is for the United Kingdom. Anywhere else, call the emergency number of the country you are in."

EMERGENCY = {
    "text": TEXT,
    "covers": COVERS,
    "ways": [
        {"kind": "phone", "label": "Call 999", "value": "999", "uri": "tel:999"},
        {
            "kind": "bsl-video-relay",
            "label": "Call 999 in British Sign Language",
            "value": "999bsl.co.uk",
            "uri": "https://999bsl.co.uk",
        },
    ],
}
