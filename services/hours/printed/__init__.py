"""Opening hours as leaflets and websites print them, put into the lines that `services.hours.text` reads.

Every word must be understood: days beside times in either order, dates before or after their hours, what is closed,
term time, and what holds on bank holidays. A text with any other word, or that can be read in two ways, is left to the
editor.
"""

from services.hours.printed.lines import lines

__all__ = ["lines"]
