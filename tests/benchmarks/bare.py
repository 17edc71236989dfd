"""The yardstick: a FastAPI ``def`` route that validates a body and commits one SQLite row."""

import sys
from pathlib import Path
from uuid import uuid4

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import Column, Integer, MetaData, String, Table, Uuid, insert

from survey_api.database import make_engine


class Answers(BaseModel):
    """What an ordinary survey application would take."""

    unit: str
    answers: dict[str, int]


def create_bare_app(folder: Path) -> FastAPI:
    """One table, one route, one commit per request; telemetry off as in the product."""
    engine = make_engine(f"sqlite:///{folder}/bare.sqlite")
    metadata = MetaData()
    table = Table(
        "answer",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("unit", String),
        Column("n", Integer),
    )
    metadata.create_all(engine)
    app = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False})

    @app.post("/answers", status_code=202)
    def answer(body: Answers) -> dict[str, str]:
        row = {"id": uuid4(), "unit": body.unit, "n": len(body.answers)}
        with engine.begin() as connection:
            connection.execute(insert(table), row)
        return {"state": "stored"}

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app


if __name__ == "__main__":
    uvicorn.run(
        create_bare_app(Path(sys.argv[1])),
        port=int(sys.argv[2]),
        access_log=False,
        log_level="warning",
    )
