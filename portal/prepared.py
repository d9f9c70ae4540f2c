"""Queries of a fixed shape: Django builds their SQL once, each run only fills in other values.

For the few reads that every act makes. Building such a query anew costs Django several times what the
database takes to answer it (docs/decisions/prepared-queries.md).
"""

import threading
from collections.abc import Callable, Iterable
from inspect import signature

from django.db import connections, transaction
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

_MARK = 2_147_480_000  # stands for the first id while SQL is built; fits every integer column but small ones


class Prepared:
    """A queryset made ready: `SCORES = Prepared(lambda case: Score.objects.filter(case=case))`.

    The function is called once a thread and connection, with stand-ins for the values; they must come back
    as parameters of the query. Values are ids unless `stand_ins` shows others ("?" for a text). Calling the
    prepared query with true values gives the rows as a list: instances, `select_related` ones along, or
    tuples after `values_list`. Prefetches and annotations are not carried.
    """

    def __init__(self, build: Callable[..., QuerySet], *stand_ins: str | int):
        self._build = build
        self._marks = stand_ins or tuple(_MARK + n for n in range(len(signature(build).parameters)))
        self._kept = threading.local()

    def __call__(self, *values: int | str) -> list:
        """The rows for these values."""
        return self._ready().run(values)

    def first(self, *values: int | str):
        """The first row for these values, or None."""
        return next(iter(self(*values)), None)

    def get(self, *values: int | str):
        """The one row for these values; raises DoesNotExist of its model."""
        ready = self._ready()
        rows = ready.run(values)
        if not rows:
            raise ready.model.DoesNotExist(f"no {ready.model._meta.label} for {values}")
        return rows[0]

    def _ready(self) -> "_Ready":
        ready = getattr(self._kept, "ready", None)
        if ready is None or ready.connection is not connections[ready.alias]:
            ready = self._kept.ready = _Ready(self._build(*self._marks), self._marks)
        return ready


def attach(parents: Iterable[Model], name: str, rows: Iterable[Model]) -> None:
    """Let `parent.<name>.all()` answer with rows already read, as `prefetch_related` would; no query."""
    parents = list(parents)
    if not parents:
        return
    foreign_key = parents[0]._meta.get_field(name).field
    by_parent: dict[int, list[Model]] = {parent.pk: [] for parent in parents}
    own = {parent.pk: parent for parent in parents}
    for row in rows:
        key = getattr(row, foreign_key.attname)
        if key in own:
            by_parent[key].append(row)
            foreign_key.set_cached_value(row, own[key])
    for parent in parents:
        answer_with(parent, name, by_parent[parent.pk])


def answer_with(parent: Model, name: str, rows: list[Model]) -> None:
    """Let `parent.<name>.all()` answer with these rows; no query."""
    known = getattr(parent, name).get_queryset()
    known._result_cache, known._prefetch_done = rows, True
    parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known


class _Ready:
    """The SQL of a queryset on one connection, with what it takes to make instances of its rows."""

    def __init__(self, queryset: QuerySet, marks: tuple):
        self.alias, self.model = queryset.db, queryset.model
        self.connection = connections[self.alias]
        self.locks = queryset.query.select_for_update
        self._check_transaction()
        self._compiler = compiler = queryset.query.get_compiler(using=self.alias)
        self.sql, self._parameters = compiler.as_sql()
        self._places = [
            (place, marks.index(value)) for place, value in enumerate(self._parameters) if value in marks
        ]
        if {mark for _, mark in self._places} != set(range(len(marks))):
            raise ValueError(f"a value is no plain parameter of {self.sql}")
        fields = [selected for selected, _, _ in compiler.select[: compiler.col_count]]
        self._converters = compiler.get_converters(fields)
        self._made = self._instance_of() if queryset._iterable_class is ModelIterable else tuple

    def run(self, values: tuple) -> list:
        self._check_transaction()
        parameters = list(self._parameters)
        for place, mark in self._places:
            parameters[place] = values[mark]
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows: Iterable = cursor.fetchall()
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        return [self._made(row) for row in rows]

    def _check_transaction(self) -> None:
        if self.locks and not self.connection.in_atomic_block:
            raise transaction.TransactionManagementError("select_for_update needs a transaction")

    def _instance_of(self) -> Callable:
        """How a row becomes an instance, the way Django's own ModelIterable does it."""
        select, info = self._compiler.select, self._compiler.klass_info
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [selected.target.attname for selected, _, _ in select[first:last]]
        populators = get_related_populators(info, select, self.alias)

        def instance(row):
            made = self.model.from_db(self.alias, names, row[first:last])
            for populator in populators:
                populator.populate(row, made)
            return made

        return instance
