"""One SQL statement of several named Ibis expressions, each over the ones before it."""

import ibis


class Statement:
    """Expressions as common table expressions: nested in one another they overflow SQLite's parser."""

    def __init__(self) -> None:
        self._steps: tuple[str, ...] = ()

    def name(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Give the expression a name; the result is the table that later expressions read."""
        self._steps = (*self._steps, _step(name, expression))
        return ibis.table(expression.schema(), name=name)

    def sql(self, answer: ibis.Table) -> str:
        """The statement that gives this expression's rows, for SQLite."""
        return f'WITH {", ".join((*self._steps, _step("answer", answer)))} SELECT * FROM "answer"'  # noqa: S608 - our names


def _step(name: str, expression: ibis.Table) -> str:
    return f'"{name}" AS ({ibis.to_sql(expression, dialect="sqlite")})'
