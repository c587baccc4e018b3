"""Networks and single addresses (IPv4 and IPv6) from which a sitting may begin."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from lms.domain.exam import messages
from lms.domain.fields import Fields

MOST_RANGES = 100


def read_ranges(fields: Fields, name: str) -> tuple[str, ...]:
    """Read a list of networks, each as "10.1.2.0/24" or, for one machine, "10.1.2.7"."""
    rows = fields.data.get(name)
    if rows is None:
        return ()
    if not isinstance(rows, list | tuple) or len(rows) > MOST_RANGES:
        fields.add_problem(name, *messages.too_many_ranges(MOST_RANGES))
        return ()
    ranges = []
    for number, row in enumerate(rows, 1):
        if network := canonical(row) if isinstance(row, str) else "":
            ranges.append(network)
        else:
            fields.add_problem(f"{name}[{number}]", *messages.not_an_address(str(row)))
    return tuple(dict.fromkeys(ranges))


def canonical(text: str) -> str:
    """Return the range as it is stored, or "" if it is none. 10.1.2.9/24 becomes the network 10.1.2.0/24."""
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError:
        return ""
    single = network.prefixlen == network.max_prefixlen
    return str(network.network_address) if single else str(network)


def allows(ranges: Sequence[str], address: str) -> bool:
    """Return whether a machine with this address is allowed; without ranges every machine is."""
    if not ranges:
        return True
    try:
        machine = _unmapped(ip_address(address.partition("%")[0]))
    except ValueError:
        return False  # an address that cannot be read is in no range
    return any(machine in ip_network(network) for network in ranges)


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address of ::ffff:10.1.2.3, as a dual-stack socket writes it."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
