"""Browsers in plain words."""

import pytest

from lms.people.credentials.browser_name import browser_name

LIKE = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
WINDOWS, LINUX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Mozilla/5.0 (X11; Linux x86_64)"
IOS = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "zh", "en"),
    [
        (f"{WINDOWS} {LIKE}", "Chrome 浏览器，Windows", "Chrome on Windows"),
        (f"{WINDOWS} {LIKE} Edg/120.0.0.0", "Edge 浏览器，Windows", "Edge on Windows"),
        (f"{WINDOWS} {LIKE} QIHU 360SE", "360 浏览器，Windows", "360 Browser on Windows"),
        (f"{LINUX} {LIKE.replace('Chrome', 'HeadlessChrome')}", "Chrome 浏览器，Linux", "Chrome on Linux"),
        (f"{LINUX[:-1]}; UOS) {LIKE}", "Chrome 浏览器，统信操作系统", "Chrome on UOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0", "火狐浏览器，Linux", "Firefox on Linux"),
        (f"{IOS} Version/17.0 Mobile/15E148 Safari/604.1", "Safari 浏览器，苹果手机", "Safari on iPhone"),
        (f"{IOS} Mobile/15E148 MicroMessenger/8.0", "微信，苹果手机", "WeChat on iPhone"),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "IE 浏览器，Windows 7", "Internet Explorer on Windows 7"),
        ("something on Linux", "未知浏览器，Linux", "Unknown browser on Linux"),
        ("curl/8.0", "未知浏览器", "Unknown browser"),
        ("", "未知浏览器", "Unknown browser"),
    ],
)  # fmt: skip
def test_a_browser_is_named_with_its_system(agent, zh, en):
    name = browser_name(agent)
    assert (name.zh, name.en) == (zh, en)
