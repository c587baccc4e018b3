"""Why an archive, an XML file or a text cannot be read, in both languages."""

from lms.domain.place import NOWHERE, Place, named
from lms.domain.problem import Problem, Text

_EXPORT_AGAIN = Text("请在原系统中重新导出", "export it again from the system it comes from")
_SAVE_AS_UTF8 = Text("请另存为 UTF-8 后重试", "save it as UTF-8 and try again")
_SPLIT_ARCHIVE = Text("请分成几个压缩包", "split it into several archives")
_SPLIT_FILE = Text("请分成几个文件", "split it into several files")
_DOWNLOAD_AGAIN = Text("请重新下载或重新打包", "download it or pack it again")
_PACK_AGAIN = Text("请用常用的压缩软件重新打包", "pack it again with an ordinary ZIP program")

_SAVE_AS_DOCX = Text(
    "请用 Word 或 WPS 打开，另存为 .docx 后再导入", "open it in Word or WPS and save it as .docx"
)
_COPY_TEXT = Text(
    "请打开它，把文字复制到 .txt 或 .docx 里再导入", "open it and copy its text into a .txt or .docx file"
)
_UNPACK = Text("请解压后逐个导入", "unpack it and import its files")

PDF = Problem(
    NOWHERE, Text("这是 PDF，不是可编辑的题库", "this is a PDF, not a file of questions"), _COPY_TEXT
)
OLD_OFFICE_FILE = Problem(
    NOWHERE,
    Text(
        "这是旧版 Office 文件（.doc、.xls、.wps）或加了密码的文件",
        "this is an old Office file (.doc, .xls, .wps), or one with a password",
    ),
    Text(
        "请用 Word 或 WPS 打开，去掉密码，另存为 .docx（表格存为 .xlsx）后再导入",
        "open it in Word or WPS, remove the password, and save it as .docx (a sheet as .xlsx)",
    ),
)
RTF = Problem(NOWHERE, Text("这是 RTF 文件", "this is an RTF file"), _SAVE_AS_DOCX)
PICTURE = Problem(
    NOWHERE,
    Text("这是图片", "this is a picture"),
    Text("请把图中的文字录入后再导入", "type its text and import that"),
)
RAR = Problem(NOWHERE, Text("这是 RAR 压缩包", "this is a RAR archive"), _UNPACK)
SEVEN_ZIP = Problem(NOWHERE, Text("这是 7z 压缩包", "this is a 7z archive"), _UNPACK)
ZIP_NOT_TEXT = Problem(
    NOWHERE,
    Text("这是压缩包或 Office 文件，不是纯文本", "this is an archive or an Office file, not plain text"),
    Text(
        "请核对扩展名：Word 为 .docx，Excel 为 .xlsx，试题包为 .zip",
        "check its suffix: .docx for Word, .xlsx for Excel, .zip for a package of questions",
    ),
)
NOT_A_WHOLE_ZIP = Problem(NOWHERE, Text("不是完整的 ZIP 文件", "is not a complete ZIP file"), _DOWNLOAD_AGAIN)
SHARED_BYTES = Problem(
    NOWHERE, Text("几个文件共用同一段内容", "has files that share the same bytes"), _PACK_AGAIN
)
NO_QUESTION_FILES = Problem(
    NOWHERE,
    Text("压缩包里没有试题文件", "the archive contains no file of questions"),
    Text("请上传 QTI 试题包", "upload a QTI package"),
)
MACROS = Problem(
    NOWHERE,
    Text(
        "文件里带有宏（程序），可能有害，没有读取", "contains macros, which may be harmful; it was not read"
    ),
    Text(
        "请用 Excel、Word 或 WPS 打开，另存为不带宏的 .xlsx 或 .docx 后再导入",
        "open it in Excel or Word and save it without macros, as .xlsx or .docx",
    ),
)
DECLARES_ENTITIES = Problem(
    NOWHERE,
    Text(
        "文件带有文档类型声明（DTD）或实体，可能有害，未读取",
        "declares a document type or entities, which may be harmful; it was not read",
    ),
    Text("请重新导出不带 DTD 的文件", "export it again without a DTD"),
)
EMPTY_XML = Problem(NOWHERE, Text("文件是空的", "is empty"), _EXPORT_AGAIN)
WEB_PAGE = Problem(
    NOWHERE,
    Text(
        "这是一个网页（HTML），不是试题文件：不是 QTI，也不是 Moodle XML",
        "this is a web page (HTML), not a file of questions: neither QTI nor Moodle XML",
    ),
    Text(
        "请在原系统中用“导出”或“下载”取得文件，不要另存网页",
        "use the export of the other system to get the file; do not save the page",
    ),
)
WRONG_ENCODING = Problem(
    NOWHERE, Text("文字编码有误", "is not text in the encoding that it declares"), _SAVE_AS_UTF8
)


def file_not_in_archive(name: str) -> Problem:
    what = Text("压缩包里没有这个文件", "is not in the archive")
    return Problem(named(name), what, Text("请重新导出后再试", "export the archive again"))


def archive_damaged(name: str = "") -> Problem:
    return Problem(named(name), Text("压缩包已损坏", "the archive is damaged"), _DOWNLOAD_AGAIN)


def too_many_files(most: int) -> Problem:
    what = Text(f"文件超过 {most} 个", f"contains more than {most} files")
    return Problem(NOWHERE, what, _SPLIT_ARCHIVE)


def archive_too_large(most_bytes: int) -> Problem:
    megabytes = most_bytes // 1_000_000
    what = Text(f"解压后超过 {megabytes} MB", f"is larger than {megabytes} MB when unpacked")
    return Problem(NOWHERE, what, _SPLIT_ARCHIVE)


def zip_bomb(name: str, most_ratio: int) -> Problem:
    what = Text(
        f"压缩比超过 {most_ratio} 倍，像是压缩炸弹",
        f"unpacks to more than {most_ratio} times its size, as a zip bomb does",
    )
    return Problem(named(name), what, _PACK_AGAIN)


def file_repeated(name: str) -> Problem:
    return Problem(named(name), Text("同名文件出现了两次", "is in the archive twice"), _PACK_AGAIN)


def path_outside_archive(name: str) -> Problem:
    what = Text("文件名指向压缩包之外", "has a name that leads out of the archive")
    return Problem(named(name[:200]), what, _PACK_AGAIN)


def unprintable_file_name(name: str) -> Problem:
    what = Text("文件名里有控制字符，或没有文件名", "has control characters in its name, or no name")
    return Problem(named(repr(name[:200])[1:-1]), what, _PACK_AGAIN)


def encrypted(name: str) -> Problem:
    how = Text("请去掉密码后重新打包", "pack it again without a password")
    return Problem(named(name), Text("加了密码", "is encrypted"), how)


def link_or_special_file(name: str) -> Problem:
    return Problem(named(name), Text("是链接或特殊文件", "is a link or a special file"), _PACK_AGAIN)


def unusual_compression(name: str) -> Problem:
    what = Text("用了不常见的压缩方法", "is compressed by an unusual method")
    return Problem(named(name), what, Text("请用普通 ZIP 方式打包", "pack it as a plain ZIP file"))


def names_disagree(name: str) -> Problem:
    what = Text("压缩包的目录与内容不一致", "is named differently in the archive's list and in its content")
    return Problem(named(name), what, _PACK_AGAIN)


def too_many_tags(most: int) -> Problem:
    return Problem(NOWHERE, Text(f"标签超过 {most} 个", f"has more than {most} tags"), _SPLIT_FILE)


def too_deep(deepest: int) -> Problem:
    what = Text(f"标签嵌套超过 {deepest} 层", f"has tags more than {deepest} levels deep")
    return Problem(NOWHERE, what, _EXPORT_AGAIN)


def xml_too_large(most_bytes: int) -> Problem:
    megabytes = most_bytes // 1_000_000
    return Problem(NOWHERE, Text(f"超过 {megabytes} MB", f"is larger than {megabytes} MB"), _SPLIT_FILE)


def unsupported_encoding(name: str) -> Problem:
    what = Text(f"不支持 {name} 编码", f"the encoding {name} is not supported")
    return Problem(NOWHERE, what, _SAVE_AS_UTF8)


def not_well_formed(where: Place, error: str) -> Problem:
    what = Text(f"不是合格的 XML（{error}）", f"is not well-formed XML ({error})")
    return Problem(where, what, _EXPORT_AGAIN)


def text_too_large(most_bytes: int) -> Problem:
    megabytes = most_bytes // 1024 // 1024
    what = Text(f"文件超过 {megabytes} MB", f"the file is larger than {megabytes} MB")
    return Problem(NOWHERE, what, _SPLIT_FILE)


def read_as_gb18030(filename: str) -> Problem:
    what = Text(
        "文件编码是 GBK/GB18030，已按此读入", "the file is encoded in GBK/GB18030 and was read as such"
    )
    how = Text("请抽查几道题有没有乱码", "check some questions for garbled characters")
    return Problem(named(filename), what, how, notice=True)


def unknown_encoding(filename: str, line: int) -> Problem:
    what = Text(
        f"认不出文件的编码（第 {line} 行既不是 UTF-8 也不是 GBK）",
        f"the encoding is not known (line {line} is neither UTF-8 nor GBK)",
    )
    how = Text(
        "请用记事本打开，“另存为”时编码选 UTF-8，再导入",
        "open it in an editor, save it as UTF-8, and try again",
    )
    return Problem(named(filename), what, how)
