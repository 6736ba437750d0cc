"""Clients that openapi-generator makes in many languages, compiled where a compiler is to be had, and run."""
