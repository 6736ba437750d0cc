"""The words of items in other languages: what there is to translate, whether it still fits, and what it becomes."""
