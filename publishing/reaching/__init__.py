"""Calling addresses that others gave us, by which nothing inside a network of ours can ever be reached."""
