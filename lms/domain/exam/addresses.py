"""From which machines a sitting may begin: networks and single addresses, IPv4 and IPv6."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from lms.domain.fields import Fields
from lms.domain.problem import Text

MOST_RANGES = 100


def read_ranges(fields: Fields, name: str) -> tuple[str, ...]:
    """The networks listed there, each as "10.1.2.0/24" or, for one machine, "10.1.2.7"."""
    rows = fields.data.get(name)
    if rows is None:
        return ()
    if not isinstance(rows, list | tuple) or len(rows) > MOST_RANGES:
        what = Text(f"应是至多 {MOST_RANGES} 段地址的列表", f"must be a list of at most {MOST_RANGES} ranges")
        fields.bad(name, what, Text('请写成 ["10.1.2.0/24"]', 'Write ["10.1.2.0/24"]'))
        return ()
    found = []
    for place, row in enumerate(rows, 1):
        text = canonical(row) if isinstance(row, str) else ""
        if text:
            found.append(text)
            continue
        what = Text(f"“{str(row)[:45]}”不是网段或地址", f'"{str(row)[:45]}" is no network and no address')
        how = Text("请写成 10.1.2.0/24 或 10.1.2.7", "Write 10.1.2.0/24 or 10.1.2.7")
        fields.bad(f"{name}[{place}]", what, how)
    return tuple(dict.fromkeys(found))


def canonical(text: str) -> str:
    """The range as it is kept; "" for what is none. 10.1.2.9/24 is taken for the network it lies in."""
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError:
        return ""
    single = network.prefixlen == network.max_prefixlen
    return str(network.network_address) if single else str(network)


def allows(ranges: Sequence[str], address: str) -> bool:
    """Whether a machine with this address may; without ranges every machine may."""
    if not ranges:
        return True
    try:
        asked = _plain(ip_address(address.partition("%")[0]))
    except ValueError:
        return False  # nobody knows where that is
    return any(asked in ip_network(one) for one in ranges)


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """A socket that speaks both writes IPv4 as ::ffff:10.1.2.3."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
