"""The floor: the smallest Flask and SQLAlchemy application that stores one answer in one committed row.

No sign-in, no checks, no audit, no second query; the same server, threads, engine and settings as the product's.
What the product costs beyond it is the cost of signing in, reading the response by its kind, the deadline and the
identity of an answer.
"""

import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request
from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from lms.cli.serving.server import end_with_parent, granian
from lms.platform.db.database import Database
from lms.platform.db.types import UtcTime
from lms.settings import Settings


class Base(DeclarativeBase):
    """A base separate from the product's tables."""

    type_annotation_map = {dict[str, Any]: JSON}  # noqa: RUF012


class Sitting(Base):
    """What an answer belongs to."""

    __tablename__ = "sitting"
    id: Mapped[int] = mapped_column(primary_key=True)


class Answer(Base):
    """One answer."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    position: Mapped[int]
    seq: Mapped[int]
    response: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(UtcTime)


def application(url: str) -> Flask:
    """Return an application with PUT /api/v1/sittings/N/answers, as the product has it."""
    app, db = Flask(__name__), Database(url)

    @app.put("/api/v1/sittings/<int:sitting_id>/answers")
    def save(sitting_id: int) -> Response:
        update = request.get_json()["answers"][0]
        now = datetime.now(UTC)
        with db.write() as session:
            session.add(
                Answer(
                    sitting_id=sitting_id,
                    position=update["position"],
                    seq=update["seq"],
                    response=update["response"],
                    at=now,
                )
            )
            session.commit()
        return jsonify(
            server_time=now.isoformat(), saved=[{"position": update["position"], "seq": update["seq"]}]
        )

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    return app


def make(folder: Path, sittings: int) -> None:
    """Create its database with so many sittings."""
    db = Database(f"sqlite:///{folder / 'floor.sqlite3'}")
    Base.metadata.create_all(db.writer)
    with db.transaction() as session:
        session.add_all(Sitting(id=number) for number in range(1, sittings + 1))
    db.dispose()


def _load(url: str, parent: int) -> Flask:
    end_with_parent(parent)
    return application(url)


if __name__ == "__main__":
    folder, port, workers = Path(sys.argv[1]), *map(int, sys.argv[2:4])
    url = f"sqlite:///{folder / 'floor.sqlite3'}"
    server = granian(Settings(port=port, workers=workers))
    server.serve(target_loader=partial(_load, url, os.getpid()), wrap_loader=False)
