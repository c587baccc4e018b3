"""The forms of certificates: correcting a record, revoking a certificate, and verifying a file."""

from lms.certificates import revoke
from lms.domain.problem import Text
from lms.records import withdraw
from lms.web.forms import Choice, Form, Paragraphs, Required, Upload


class RevokeForm(Form):
    """Why a certificate is revoked."""

    reason = Paragraphs(
        Text("撤销原因", "Reason"),
        [
            Required(
                Text("没有填写撤销原因", "The reason is missing"),
                Text("请写明原因，它会显示在核验页上", "write it; the verification page shows it"),
            )
        ],
        most=revoke.LONGEST_REASON,
        rows=3,
    )


RECORD, CERTIFICATE = "record", "certificate"
WITHDRAW = (
    RECORD,
    Text("撤销结业记录，连同证书", "Withdraw the record, with its certificate"),
    Text("不再算结业，学时扣回", "The completion does not count any more, and its hours are taken back"),
)
REVOKE = (
    CERTIFICATE,
    Text("只撤销证书", "Revoke the certificate only"),
    Text("结业和学时保留", "The completion and its hours stay"),
)


class CorrectionForm(Form):
    """What is withdrawn, and why."""

    what = Choice(
        Text("撤销什么", "What to withdraw"),
        [Required(Text("没有选择撤销什么", "Nothing is chosen"), Text("请选择一项", "choose one"))],
        radios=True,
    )
    reason = Paragraphs(
        Text("原因", "Reason"),
        [
            Required(
                Text("没有填写原因", "The reason is missing"),
                Text("请写明原因，它会留在记录、导出的表和核验页上", "write it; it stays with the record"),
            )
        ],
        most=min(revoke.LONGEST_REASON, withdraw.LONGEST_REASON),
        hint=Text(
            "任何人核验证书都能看到，请不要写身份证号等个人信息",
            "Everybody who verifies the certificate sees it: write nothing private",
        ),
        rows=3,
    )

    def offer(self, certificate_valid: bool) -> None:
        """Offer what can be withdrawn of a record whose certificate is valid, or is not."""
        self.what.options = [WITHDRAW, REVOKE] if certificate_valid else [WITHDRAW]


class VerifyForm(Form):
    """A file to be verified as a certificate."""

    file = Upload(
        Text("证书 PDF", "Certificate PDF"),
        [
            Required(
                Text("没有选择文件", "No file is chosen"),
                Text("请选择证书的 PDF 文件", "choose the PDF of a certificate"),
            )
        ],
        render_kw={"accept": "application/pdf"},
    )
