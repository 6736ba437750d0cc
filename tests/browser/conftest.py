from tests.running import server  # noqa: F401  (a fixture)
