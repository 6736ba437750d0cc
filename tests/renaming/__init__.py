"""A content app of one model whose field was renamed, for tests/publishing/test_renaming.py alone."""
