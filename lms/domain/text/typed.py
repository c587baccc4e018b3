"""Comparison keys for texts that people type, in particular Chinese ones.

A key is used only to compare; what is stored and shown is always the text as it was written.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_SUPERSCRIPT_AFTER_DIGIT = re.compile(r"(?<=\d)([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)")
_DIGIT = re.compile(r"\d")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_REPEATED = re.compile(r"([-—~.])\1+")

# NFKC does not change these. 、 and ， remain different: writing exams with keep_punctuation test that.
_MARKS = str.maketrans(
    {
        "。": ".", "｡": ".", "“": '"', "”": '"', "„": '"', "「": '"', "」": '"', "『": '"', "』": '"',
        "‘": "'", "’": "'", "【": "[", "】": "]", "〔": "[", "〕": "]", "《": "«", "》": "»",
        "〈": "«", "〉": "»", "―": "—", "–": "—", "‒": "—", "─": "—", "−": "-", "‐": "-", "‑": "-",
        "〜": "~", "∼": "~", "•": "·", "・": "·", "‧": "·", "∙": "·", "×": "x",
    }
)  # fmt: skip

_SIMPLIFIED = (
    "臺台 灣湾 〇零 國国 會会 務务 員员 長长 總总 關关 門门 開开 問问 間间 聞闻 學学 習习 書书 報报 導导 辦办 處处 "
    "發发 時时 實实 際际 應应 對对 於于 與与 為为 個个 們们 來来 後后 從从 將将 當当 無无 萬万 億亿 兩两 幾几 產产 "
    "業业 經经 濟济 財财 農农 機机 構构 動动 勞劳 協协 調调 統统 籌筹 組组 織织 執执 紀纪 檢检 監监 審审 計计 劃划 "
    "規规 則则 條条 約约 標标 準准 證证 據据 錄录 認认 識识 記记 說说 話话 語语 詞词 詢询 請请 論论 議议 評评 訂订 "
    "訪访 試试 該该 誤误 讀读 寫写 譯译 護护 變变 讓让 負负 責责 貨货 質质 費费 資资 貴贵 買买 賣卖 購购 賽赛 贊赞 "
    "車车 軍军 轉转 輸输 載载 輕轻 較较 輔辅 邊边 達达 過过 運运 進进 還还 這这 連连 遠远 選选 適适 遞递 遲迟 郵邮 "
    "鄉乡 鄰邻 醫医 釋释 針针 鐵铁 銀银 錢钱 鎮镇 錯错 鍵键 鏈链 閉闭 閱阅 閣阁 隊队 階阶 陽阳 陰阴 隨随 險险 難难 "
    "雙双 離离 電电 靈灵 靜静 響响 頁页 項项 順顺 預预 領领 頭头 題题 類类 顯显 願愿 風风 飛飞 飯饭 餘余 館馆 馬马 "
    "驗验 驚惊 體体 點点 黨党 齊齐 龍龙 並并 亂乱 亞亚 價价 優优 傳传 債债 傷伤 倫伦 倉仓 側侧 偉伟 備备 儀仪 兒儿 "
    "內内 冊册 凍冻 別别 刪删 劇剧 劑剂 勝胜 勢势 勵励 區区 華华 單单 參参 嚴严 團团 圍围 園园 圖图 圓圆 場场 塊块 "
    "壓压 壞坏 壽寿 夠够 夢梦 奪夺 奮奋 婦妇 孫孙 寧宁 寶宝 專专 尋寻 屆届 屬属 島岛 嶺岭 師师 帶带 幣币 幫帮 幹干 "
    "庫库 廠厂 廣广 廢废 廳厅 張张 強强 彈弹 歸归 徑径 復复 複复 徹彻 徵征 恆恒 惡恶 慶庆 憂忧 憲宪 懷怀 態态 戰战 "
    "戲戏 戶户 掃扫 揚扬 換换 損损 搶抢 擁拥 擇择 擊击 擔担 擴扩 擾扰 攜携 攝摄 敵敌 數数 斷断 舊旧 晉晋 晝昼 曉晓 "
    "暫暂 曆历 歷历 術术 殺杀 權权 樓楼 橋桥 樣样 樹树 樂乐 極极 榮荣 檔档 歡欢 歲岁 殘残 氣气 決决 沒没 況况 滅灭 "
    "淨净 測测 湯汤 溫温 滯滞 滿满 漢汉 漲涨 潔洁 潛潜 濕湿 災灾 爭争 牆墙 獎奖 獨独 獲获 現现 環环 瑣琐 畫画 畢毕 "
    "異异 療疗 盡尽 盤盘 眾众 礎础 禮礼 種种 稱称 穩稳 積积 窮穷 競竞 筆笔 節节 範范 築筑 簡简 簽签 糧粮 糾纠 級级 "
    "紅红 納纳 純纯 紙纸 紛纷 細细 終终 結结 給给 絡络 絕绝 絲丝 維维 綱纲 網网 綠绿 緊紧 線线 編编 練练 緣缘 縣县 "
    "縮缩 績绩 繼继 續续 罰罚 羅罗 義义 聖圣 聯联 聲声 職职 聽听 肅肃 腦脑 膽胆 臨临 興兴 舉举 艦舰 藝艺 蘇苏 藥药 "
    "蘭兰 號号 虧亏 蟲虫 衛卫 衝冲 裝装 裡里 裏里 製制 襲袭 見见 視视 親亲 覺觉 覽览 觀观 觸触 徵征 佈布 佔占 偽伪"
)
_TO_SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _SIMPLIFIED.split()})

_NO_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_MOST_CACHED = 20_000
"""Characters that a table caches."""
_BETWEEN_DIGITS = str.maketrans("—~、。", "--,.")


def clean(text: str) -> str:
    """Return the text as it can be stored: `printable`, without outer white space."""
    return printable(text).strip()


def printable(text: str) -> str:
    """Return the text without control characters (except tab and newline), byte order marks, lone
    surrogates and noncharacters.

    Databases refuse NUL and lone surrogates; an answer must not be lost because of one.
    """
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NO_TEXT.sub(lambda match: "\ufffd" if "\ud800" <= match[0] <= "\udfff" else "", text)


def comparison_key(text: str, *, keep_punctuation: bool = False) -> str:
    """Return a key that is equal for two texts that a fair reader would call the same answer.

    Full-width and half-width characters, upper and lower case, and traditional and simplified characters (a
    table of office words) are equal. White space is removed, and punctuation unless it belongs to a number
    (1.5, 8:30, 3-5, 50%) or the text has nothing else. 10² and 102 are different.
    """
    folded = _fold(text)
    if keep_punctuation:
        return folded
    return _without_punctuation(folded) or folded


def _fold(text: str) -> str:
    if _DIGIT.search(text):
        text = _SUPERSCRIPT_AFTER_DIGIT.sub(r"^\1", text)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text).translate(_FOLDING)
    text = unicodedata.normalize("NFC", _REPEATED.sub(r"\1", text))
    if not _DIGIT.search(text):
        return text
    text = re.sub(r"(?<=\d)[—~、。](?=\d)", lambda mark: mark[0].translate(_BETWEEN_DIGITS), text)
    return _THOUSANDS.sub(lambda number: number[0].replace(",", ""), text)


class _CachedTable(dict[int, str | None]):
    """A table for str.translate that computes and caches entries on demand: most texts use a few hundred."""

    def __init__(self, compute: Callable[[str], str | None]) -> None:
        self._compute = compute

    def __missing__(self, code: int) -> str | None:
        char = self._compute(chr(code))
        if len(self) < _MOST_CACHED:
            self[code] = char
        return char


def _fold_char(char: str) -> str | None:
    char = _MARKS.get(ord(char), char)
    char = _TO_SIMPLIFIED.get(ord(char), char)
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return None if selector or unicodedata.category(char) in _DROPPED_CATEGORIES else char


def _without_punctuation(text: str) -> str:
    bare = text.translate(_WITHOUT_MARKS)
    if len(bare) == len(text) or not any(map(str.isdigit, text)):
        return bare
    return "".join(
        char
        for index, char in enumerate(text)
        if not _is_mark(char)
        or _belongs_to_number(char, text[index - 1 : index] if index else "", text[index + 1 : index + 2])
    )


@lru_cache(maxsize=8192)
def _is_mark(char: str) -> bool:
    return char == "~" or unicodedata.category(char).startswith("P")


_FOLDING = _CachedTable(_fold_char)
_WITHOUT_MARKS = _CachedTable(lambda char: None if _is_mark(char) else char)


def _belongs_to_number(char: str, before: str, after: str) -> bool:
    if before.isdigit() and (after.isdigit() or char in "%‰"):
        return True
    # The hyphen of GB-2312 joins; after any other character than a Latin letter it is a minus sign.
    return char == "-" and after.isdigit() and not (before.isascii() and before.isalpha())
