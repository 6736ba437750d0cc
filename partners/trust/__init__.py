"""What proves that a copy is ours, whole and fresh: keys, the root of trust, and what is signed with them."""
