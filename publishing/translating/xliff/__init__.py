"""Translations as XLIFF 2 files, for translators and their tools: out, and in again as proposals."""
