"""Files that trainers upload, and how they are imported."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lms.bank.imports import similar, upload
from lms.bank.imports.commit import commit_import
from lms.bank.imports.upload import UploadedFile
from lms.bank.models import ItemImport
from lms.domain.access import Actor
from lms.platform.db.database import Database
from lms.platform.files import Files
from tests import exam_data

PAPER = """一、单选题
1. 向上级机关请求批准，用哪一种公文？
A. 请示
B. 报告
C. 函
答案：A
解析：请求批准用请示。
2. 印发传达上级机关的决定，用哪一种公文？
A. 通知
B. 通报
答案：C
二、判断题
3. 请示应当一文一事。（ ）
答案：对
4. 公文标题由发文机关、事由和文种组成。
"""
"""Two are valid; 2 names an option that is not there, 4 has no answer."""
GOOD = """1. 向上级机关请求批准，用哪一种公文？
A. 请示
B. 报告
C. 函
答案：A

2. 不相隶属机关之间商洽工作，用哪一种公文？
A. 通知
B. 函
答案：B
"""
EXPLAINED = GOOD.replace("答案：A\n", "答案：A\n解析：请示。\n").replace("答案：B\n", "答案：B\n解析：函。\n")
"""The same with what a review needs, but for the source, which the import gives all of them."""


def read_file(
    session: Session,
    text: str | bytes,
    actor: Actor,
    now: datetime,
    folder: Path,
    name: str = "题.txt",
    form: str = "",
) -> ItemImport:
    """Return the preview of a file."""
    exam_data.competency(session)
    exam_data.competency(session, "research")
    while similar.index_missing(session):
        pass
    data = text.encode() if isinstance(text, str) else text
    uploaded = UploadedFile(name, data, form, "writing", 2, "《条例》第八条")
    parsed = upload.parse(session, uploaded)
    return upload.save_preview(session, Files(folder / "files"), uploaded, parsed, actor, now)


def import_file(
    db: Database, text: str | bytes, actor: Actor, now: datetime, folder: Path, **more: str
) -> int:
    """Read and commit a file; return the number of the import."""
    with db.transaction() as session:
        imported = read_file(session, text, actor, now, folder, **more)
        commit_import(session, actor, imported.id, now)
        return imported.id
