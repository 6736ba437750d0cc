"""Word of each edition for those who keep a copy: signed, thin, at least once, and to public addresses alone."""
