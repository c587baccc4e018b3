"""What a file really is, by its first bytes, whatever its name says."""

from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Text

_SAVE_AS_DOCX = Text(
    "请用 Word 或 WPS 打开，另存为 .docx 后再导入", "Open it in Word or WPS and save it as .docx"
)
_COPY_TEXT = Text(
    "请打开它，把文字复制到 .txt 或 .docx 里再导入", "Open it and copy its text into a .txt or .docx file"
)
_KNOWN: tuple[tuple[bytes, Text, Text], ...] = (
    (b"%PDF", Text("这是 PDF，不是可编辑的题库", "this is a PDF and not a file of questions"), _COPY_TEXT),
    (
        b"\xd0\xcf\x11\xe0",
        Text(
            "这是旧版 Office 文件（.doc、.xls、.wps）或加了密码的文件",
            "this is an old Office file (.doc, .xls, .wps), or one with a password",
        ),
        Text(
            "请用 Word 或 WPS 打开，去掉密码，另存为 .docx（表格存为 .xlsx）后再导入",
            "Open it in Word or WPS, remove the password, and save it as .docx (a sheet as .xlsx)",
        ),
    ),
    (b"{\\rtf", Text("这是 RTF 文件", "this is an RTF file"), _SAVE_AS_DOCX),
    (
        b"\x89PNG",
        Text("这是图片", "this is a picture"),
        Text("请把图中的文字录入后再导入", "Type its text and import that"),
    ),
    (
        b"\xff\xd8\xff",
        Text("这是图片", "this is a picture"),
        Text("请把图中的文字录入后再导入", "Type its text and import that"),
    ),
    (
        b"Rar!",
        Text("这是 RAR 压缩包", "this is a RAR archive"),
        Text("请解压后逐个导入", "Unpack it and import its files"),
    ),
    (
        b"7z\xbc\xaf",
        Text("这是 7z 压缩包", "this is a 7z archive"),
        Text("请解压后逐个导入", "Unpack it and import its files"),
    ),
)
_ZIP = Problem(
    NOWHERE,
    Text("这是压缩包或 Office 文件，不是纯文本", "this is an archive or an Office file and not a plain text"),
    Text(
        "请核对扩展名：Word 为 .docx，Excel 为 .xlsx，试题包为 .zip",
        "Check its suffix: .docx for Word, .xlsx for Excel, .zip for a package of questions",
    ),
)


def unsupported_format(data: bytes) -> Problem | None:
    """What a file is that is surely neither a text nor a ZIP; None if it may be either."""
    start = data[:1024].lstrip()
    for signature, what, how in _KNOWN:
        if start.startswith(signature):
            return Problem(NOWHERE, what, how)
    return None


def not_plain_text(data: bytes) -> Problem | None:
    """What a file is that is surely not a text."""
    return _ZIP if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) else unsupported_format(data)
