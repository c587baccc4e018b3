"""What is wrong with options, pictures and sidecars, in both languages."""

from lms.domain.place import Place, named
from lms.domain.problem import Problem, Text

_FILE = named("file")
_CHECK = Text("请核对计分规则、译文和其他信息", "check its rule, translations and other facts")

MAKE_OPTIONS_DIFFERENT = Text("请把两个选项改成不同的", "Make the two options different")
PICTURE_DAMAGED = Problem(
    _FILE,
    Text("图片不完整或已损坏", "The picture is incomplete or damaged"),
    Text("请重新导出后再上传", "export it again and upload it"),
)
NOT_A_PICTURE = Problem(
    _FILE,
    Text("不是 PNG、JPEG 或 WebP 图片", "This is not a PNG, JPEG or WebP picture"),
    Text("请另存为 PNG 或 JPEG（不收 SVG 和 GIF）", "save it as PNG or JPEG; SVG and GIF are not accepted"),
)


def same_option(option: str, other: str) -> Text:
    return Text(f"选项 {option} 与选项 {other} 相同", f"option {option} is the same as option {other}")


def picture_too_large(most_bytes: int) -> Problem:
    kilobytes = most_bytes // 1000
    what = Text(f"图片大于 {kilobytes} KB", f"The picture is larger than {kilobytes} KB")
    return Problem(_FILE, what, Text("请缩小后再上传", "make it smaller and upload it again"))


def too_many_pixels(width: int, height: int) -> Problem:
    size = f"{width} × {height}"
    what = Text(f"图片为 {size} 像素，过大", f"The picture has {size} pixels, which is too many")
    return Problem(_FILE, what, Text("请缩小到 4000 × 4000 以内", "make it no larger than 4000 × 4000"))


def changed_since_export(place: Place) -> Problem:
    what = Text(
        "导出后在别处改过，只按改后的样子读入，原来附带的信息没有采用",
        "was changed elsewhere after the export; it is read as it is now, without the facts exported with it",
    )
    return Problem(place, what, _CHECK, notice=True)


def sidecar_damaged(place: Place) -> Problem:
    what = Text("附带的信息已损坏，没有采用", "the facts exported with it are damaged and were not used")
    return Problem(place, what, _CHECK, notice=True)
