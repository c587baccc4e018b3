"""What certificates say to their holders, to HR and to those who verify them."""

from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text, not_found


def no_certificate() -> Refused:
    """A certificate that does not exist or is not this person's to see."""
    return not_found(Text("证书", "certificate"))


def not_revocable() -> Refused:
    """A certificate that this person cannot revoke."""
    return Refused(
        "certificate.not_revocable",
        Text("不能撤销这张证书", "You cannot revoke this certificate"),
        Text(
            "证书已撤销，或不在您负责的单位，或是您本人的",
            "it is revoked already, outside your units, or your own",
        ),
        status=403,
    )


def reason_missing() -> Refused:
    """A revocation without a reason."""
    return Refused(
        "certificate.no_reason",
        Text("没有填写撤销原因", "The reason is missing"),
        Text("请写明原因，它会显示在核验页上", "write the reason; the verification page shows it"),
        status=400,
    )


def reason_too_long(length: int, longest: int) -> Refused:
    """A reason of `length` characters."""
    what = Text(
        f"原因最多 {longest} 个字符，现有 {length} 个",
        f"A reason has at most {longest} characters, this has {length}",
    )
    how = Text(f"请删去 {length - longest} 个字符", f"remove {length - longest}")
    return Refused(
        "certificate.reason_too_long", what, how, 400, problems=[Problem(FieldPath("reason"), what, how)]
    )


RECORD_WITHDRAWN = Text(
    "已撤销结业记录和证书，学时已扣回",
    "The record and its certificate are withdrawn, and the hours are taken back",
)
CERTIFICATE_REVOKED = Text("证书已撤销", "The certificate is revoked")
REVOKED_BY_HR = Text("撤销证书", "The certificate was revoked")
COURSE_COMPLETED = Text("学完课程", "The course was completed")
CERTIFICATE_ISSUED = Text("签发证书", "The certificate was issued")
COMPLETION_WITHDRAWN = Text("撤销结业记录", "The record was withdrawn")
SET_ADDRESS = Text("设置对外网址", "Set the public address")


def only_opens_here(address: str) -> Text:
    """For the administrator's home page: the address on certificates is of use to nobody."""
    return Text(
        f"证书上印的是 {address}，别的电脑和手机打不开，扫码也不能核验",
        f"Certificates show {address}, which other computers and phones cannot open, so nobody can verify them by the code",
    )


VALID = Text("证书有效", "This certificate is valid")
UNCHANGED = Text("文件与签发时完全一致，证书有效", "The file is exactly as issued; the certificate is valid")
REVOKED = Text("证书已被撤销", "This certificate has been revoked")
UNKNOWN_ADDRESS = Text(
    "没有这个编号的证书，可能抄错了网址", "There is no such certificate; the address may be mistyped"
)
NOT_A_PDF = Text("这不是 PDF 文件", "This is not a PDF file")
UNKNOWN_FILE = Text(
    "文件与本系统签发的任何证书都不一致：可能被改动过，或不是由本系统签发",
    "The file matches no certificate issued here: it was changed, or was not issued here",
)
PERHAPS_NOT_DRAWN_YET = Text(
    "；如果证书刚刚签发，请一分钟后再核验", "; if it was issued just now, verify it again in a minute"
)
