"""Whether the addresses that readers are sent to still lead where they led: asked politely, and only from outside."""
