"""The forms of certificates: revoking one, and verifying a file."""

from lms.certificates.revoke import LONGEST_REASON
from lms.domain.problem import Text
from lms.web.forms import Form, Paragraphs, Required, Upload


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
        most=LONGEST_REASON,
        rows=3,
    )


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
