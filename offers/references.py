"""References of offers in addresses."""


class ReferenceConverter:
    """`<reference:…>` in a path."""

    regex = r"[A-Z]{2,5}-[0-9]{4}-[0-9]{4,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
