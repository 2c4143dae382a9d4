"""One SQL statement made of several named Ibis expressions, each over the ones before it."""

import ibis


class Statement:
    """Expressions as common table expressions: nested in one another they overflow SQLite's parser."""

    def __init__(self) -> None:
        self._steps: list[str] = []

    def name(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Give the expression a name; the result is the table that later expressions read."""
        self._steps.append(f'"{name}" AS ({ibis.to_sql(expression, dialect="sqlite")})')
        return ibis.table(expression.schema(), name=name)

    def sql(self, answer: ibis.Table) -> str:
        """The statement for SQLite that gives this expression's rows."""
        self.name("answer", answer)
        return f'WITH {", ".join(self._steps)} SELECT * FROM "answer"'  # noqa: S608 - of our own names and literals
