"""Name a browser and its system in plain words, from what the browser says of itself."""

from lms.domain.problem import Text

UNKNOWN = Text("未知浏览器", "Unknown browser")
_BROWSERS = {
    "MicroMessenger": Text("微信", "WeChat"),
    "wxwork": Text("企业微信", "WeCom"),
    "DingTalk": Text("钉钉", "DingTalk"),
    "QQBrowser": Text("QQ 浏览器", "QQ Browser"),
    "QIHU": Text("360 浏览器", "360 Browser"),
    "360SE": Text("360 浏览器", "360 Browser"),
    "360EE": Text("360 浏览器", "360 Browser"),
    "MetaSr": Text("搜狗浏览器", "Sogou Browser"),
    "UOSBrowser": Text("统信浏览器", "UOS Browser"),
    "Edg": Text("Edge 浏览器", "Edge"),
    "OPR/": Text("Opera 浏览器", "Opera"),
    "Firefox/": Text("火狐浏览器", "Firefox"),
    "FxiOS/": Text("火狐浏览器", "Firefox"),
    "Chrom": Text("Chrome 浏览器", "Chrome"),
    "CriOS/": Text("Chrome 浏览器", "Chrome"),
    "Trident/": Text("IE 浏览器", "Internet Explorer"),
    "Safari/": Text("Safari 浏览器", "Safari"),
}
"""The first that occurs: most browsers also name those that they are like, which stand further down."""
_SYSTEMS = {
    "HarmonyOS": Text("鸿蒙", "HarmonyOS"),
    "OpenHarmony": Text("鸿蒙", "HarmonyOS"),
    "Android": Text("安卓", "Android"),
    "iPhone": Text("苹果手机", "iPhone"),
    "iPad": Text("苹果平板", "iPad"),
    "Windows NT 6.1": Text("Windows 7", "Windows 7"),
    "Windows": Text("Windows", "Windows"),
    "Mac OS X": Text("苹果电脑", "Mac"),
    "UOS": Text("统信操作系统", "UOS"),
    "Kylin": Text("麒麟操作系统", "Kylin"),
    "Linux": Text("Linux", "Linux"),
}


def browser_name(agent: str) -> Text:
    """Return the browser and its system; what is not known is left out."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    if browser is None:
        return UNKNOWN if system is None else UNKNOWN + _on(system)
    return browser if system is None else browser + _on(system)


def _first(names: dict[str, Text], agent: str) -> Text | None:
    return next((name for part, name in names.items() if part in agent), None)


def _on(system: Text) -> Text:
    return Text(f"，{system.zh}", f" on {system.en}")
