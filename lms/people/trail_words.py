"""What the actions and the objects of the audit trail are called. The stored names never change; these words may."""

from lms.domain.problem import Text

GROUPS: dict[str, Text] = {
    "people.": Text("账号和登录", "Accounts"),
    "access.": Text("权限", "Access"),
    "catalog.": Text("课程", "Courses"),
    "learning.": Text("学习", "Learning"),
    "bank.": Text("题库", "Question bank"),
    "exams.": Text("组卷", "Exams"),
    "delivery.": Text("考试过程", "Sittings"),
    "results.": Text("成绩", "Results"),
    "records.": Text("结业记录", "Records"),
    "certificates.": Text("证书", "Certificates"),
    "reports.": Text("报表", "Reports"),
    "audit.": Text("审计", "Audit"),
    "platform.": Text("系统", "System"),
    "mail.": Text("邮件", "Mail"),
}
"""The first part of the names of actions, in the order of the list to choose from."""

ACTIONS: dict[str, Text] = {
    "people.create": Text("建立账号", "Created an account"),
    "people.edit": Text("修改人员资料", "Changed a person's details"),
    "people.set_state": Text("停用或启用账号", "Disabled or enabled an account"),
    "people.sign_in": Text("登录", "Signed in"),
    "people.sign_out": Text("退出登录", "Signed out"),
    "people.end_sign_ins": Text("结束其他登录", "Ended other sign-ins"),
    "people.change_password": Text("修改密码", "Changed a password"),
    "people.reset_password": Text("重置密码", "Reset a password"),
    "people.grant_role": Text("授予角色", "Granted a role"),
    "people.withdraw_role": Text("收回角色", "Withdrew a role"),
    "people.add_unit": Text("新增单位", "Added a unit"),
    "people.rename_unit": Text("单位改名", "Renamed a unit"),
    "people.create_token": Text("建立访问令牌", "Created an access token"),
    "people.revoke_token": Text("撤销访问令牌", "Revoked an access token"),
    "access.denied": Text("访问被拒绝", "Access denied"),
    "catalog.load": Text("载入课程", "Loaded a course"),
    "catalog.close": Text("关闭课程", "Closed a course"),
    "learning.assign": Text("布置课程", "Assigned a course"),
    "learning.read": Text("学完一课", "Read a lesson"),
    "learning.complete": Text("学完课程", "Completed the lessons of a course"),
    "bank.save": Text("保存试题", "Saved a question"),
    "bank.hand_in": Text("提交审核", "Submitted a question for review"),
    "bank.approve": Text("审核通过", "Approved a question"),
    "bank.give_back": Text("退回作者", "Returned a question to its author"),
    "bank.comment": Text("写批注", "Commented on a question"),
    "bank.retire": Text("停用试题", "Retired a question"),
    "bank.bring_back": Text("恢复试题", "Restored a question"),
    "bank.bulk": Text("批量修改试题", "Changed many questions"),
    "bank.pull": Text("批量停用试题", "Retired many questions"),
    "bank.case_move": Text("调整材料题的顺序", "Moved a question of a case"),
    "bank.picture": Text("上传图片", "Uploaded a picture"),
    "bank.load": Text("载入题库文件", "Loaded files of questions"),
    "bank.export": Text("导出试题", "Exported questions"),
    "bank.import_queued": Text("收到要导入的文件", "Received a file to import"),
    "bank.import_read": Text("读取要导入的文件", "Read a file to import"),
    "bank.import_recheck": Text("重新核对导入", "Checked an import again"),
    "bank.import_choose": Text("选择怎样导入一题", "Chose what to do with a question of an import"),
    "bank.import_facts": Text("补充导入题的资料", "Completed the details of a question of an import"),
    "bank.import_mend": Text("更正导入的题目", "Corrected a question of an import"),
    "bank.import_defaults": Text("设定导入题共有的资料", "Set what the questions of an import share"),
    "bank.import_commit_queued": Text("提交导入", "Started to import questions"),
    "bank.import": Text("导入试题", "Imported questions"),
    "bank.import_hand_in": Text("把导入的题提交审核", "Submitted the questions of an import for review"),
    "bank.import_undo": Text("撤回导入", "Undid an import"),
    "bank.import_discard": Text("放弃导入", "Discarded an import"),
    "exams.draft": Text("新建考试草稿", "Created the draft of an exam"),
    "exams.compose": Text("修改考试草稿", "Changed the draft of an exam"),
    "exams.discard": Text("删除考试草稿", "Discarded the draft of an exam"),
    "exams.publish": Text("发布考试", "Published an exam"),
    "exams.schedule": Text("安排考试时间和口令", "Set the times and the access code of an exam"),
    "exams.audience": Text("设定参加范围", "Chose who may sit an exam"),
    "exams.close": Text("关闭考试", "Closed an exam"),
    "exams.reopen": Text("重新开放考试", "Reopened an exam"),
    "delivery.expect": Text("编入考生名单", "Added to a list of candidates"),
    "delivery.forget": Text("移出考生名单", "Removed from a list of candidates"),
    "delivery.set_time": Text("设定场次时间", "Set the times of a group"),
    "delivery.status": Text("登记考生状态", "Recorded the status of a candidate"),
    "delivery.prepare": Text("提前备卷", "Prepared papers"),
    "delivery.accommodate": Text("给予考试便利", "Gave an accommodation"),
    "delivery.withdraw_accommodation": Text("收回考试便利", "Withdrew an accommodation"),
    "delivery.start": Text("开始考试", "Started an exam"),
    "delivery.submitted": Text("交卷", "Submitted an exam"),
    "delivery.expired": Text("到时收卷", "An exam ended at its deadline"),
    "delivery.ended": Text("监考收卷", "Collected a paper"),
    "delivery.paused": Text("暂停考试", "Paused an exam"),
    "delivery.resumed": Text("恢复考试", "Resumed an exam"),
    "delivery.extended": Text("延长时间", "Gave more time"),
    "delivery.moved": Text("更换电脑", "Moved an exam to another computer"),
    "delivery.annulled": Text("成绩作无效处理", "Annulled a result"),
    "delivery.restored": Text("撤销无效处理", "Restored a result"),
    "delivery.accepted": Text("计入迟到的答案", "Let late answers count"),
    "delivery.answer-file": Text("导入应急答卷", "Imported an answer file"),
    "delivery.type_in": Text("录入纸质答卷", "Typed in a paper answer sheet"),
    "delivery.transcribed": Text("纸质答卷计入成绩", "Let a paper answer sheet count"),
    "delivery.transcript_confirmed": Text("复核纸质答卷", "Confirmed a paper answer sheet"),
    "delivery.transcript_discarded": Text("作废录入的纸质答卷", "Discarded a typed answer sheet"),
    "delivery.print_paper": Text("打印试卷", "Printed a paper"),
    "delivery.file": Text("调阅考试档案", "Read the file of a sitting"),
    "results.mark": Text("阅卷评分", "Marked an answer"),
    "results.release": Text("公布成绩", "Released results"),
    "records.complete": Text("登记结业", "Recorded a completion"),
    "certificates.issue": Text("颁发证书", "Issued a certificate"),
    "certificates.revoke": Text("撤销证书", "Revoked a certificate"),
    "reports.export": Text("导出报表", "Exported a report"),
    "audit.verify": Text("核验审计日志", "Verified the audit trail"),
    "audit.export": Text("导出审计日志", "Exported the audit trail"),
    "platform.backup": Text("备份", "Made a backup"),
    "platform.restore": Text("恢复备份", "Restored a backup"),
    "platform.clock_set": Text("服务器时钟被调整", "The server's clock was set"),
    "mail.send": Text("发送邮件", "Sent a mail"),
}

OBJECTS: dict[str, Text] = {
    "person": Text("人员", "Person"),
    "unit": Text("单位", "Unit"),
    "login": Text("登录名", "Login"),
    "token": Text("访问令牌", "Access token"),
    "route": Text("页面", "Page"),
    "course": Text("课程", "Course"),
    "lesson": Text("课", "Lesson"),
    "bank": Text("题库", "Question bank"),
    "item": Text("试题", "Question"),
    "picture": Text("图片", "Picture"),
    "import": Text("导入", "Import"),
    "exam": Text("考试", "Exam"),
    "exam_draft": Text("考试草稿", "Draft of an exam"),
    "exam_version": Text("考试版本", "Version of an exam"),
    "sitting": Text("考试过程", "Sitting"),
    "mark": Text("得分", "Mark"),
    "record": Text("结业记录", "Record"),
    "certificate": Text("证书", "Certificate"),
    "report": Text("报表", "Report"),
    "audit": Text("审计日志", "Audit trail"),
    "backup": Text("备份", "Backup"),
    "clock": Text("服务器时钟", "Server clock"),
    "mail": Text("邮件", "Mail"),
}
"""The first part of the names of objects, in the order of the list to choose from."""

WITHOUT_NUMBER = {"audit:chain", "bank:items", "bank:*"}
"""Objects of which there is one: what follows the colon says nothing."""


def action_words(action: str) -> Text:
    """Return what an action is called; an unknown one by its stored name."""
    return ACTIONS.get(action, Text(action, action))


def object_words(stored: str) -> Text:
    """Return what an object is called: "item:17" is question 17."""
    kind, _, which = stored.partition(":")
    name = OBJECTS.get(kind, Text(kind, kind))
    if not which or stored in WITHOUT_NUMBER or kind == "route":
        return name
    return Text(f"{name.zh} {which}", f"{name.en} {which}")
