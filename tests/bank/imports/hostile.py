"""Files that want to do harm, made here: entities that read files or swell, script in every text, bad archives."""

import io
import zipfile

_QUIZ = '<quiz><question type="shortanswer"><name><text>{0}</text></name><questiontext format="html"><text>{0}</text></questiontext><answer fraction="100"><text>甲</text></answer></question></quiz>'
_SWELLING = "".join(
    f'<!ENTITY s{n} "{f"&s{n - 1};" * 12 if n else "哈"}">' for n in range(9)
)  # 12 to the eighth power


def _archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


FILES = {
    "reads-a-file.xml": f'<!DOCTYPE q [<!ENTITY f SYSTEM "file:///etc/passwd">]>{_QUIZ.format("&f;")}'.encode(),
    "swells.xml": f"<!DOCTYPE q [{_SWELLING}]>{_QUIZ.format('&s8;')}".encode(),
    "script.xml": _QUIZ.format(
        "<![CDATA[<p>问<script>alert(1)</script><img src=x onerror=alert(2)></p>]]>"
    ).encode(),
    "leaves-its-folder.zip": _archive(
        **{"imsmanifest.xml": b"<manifest/>", "../../../../etc/cron.d/x": b"* * * * * root true"}
    ),
    "swells.zip": _archive(**{"imsmanifest.xml": b" " * 60_000_000}),
}
