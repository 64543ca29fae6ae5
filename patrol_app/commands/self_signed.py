"""A certificate that a machine signs for itself, so that phones beside it reach it over https (RFC 5280, RFC 6125)."""

from __future__ import annotations

import fcntl
import socket
import struct
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

#: Browsers refuse certificates that hold for longer than 398 days.
HOLDS = timedelta(days=397)
RENEWED_BEFORE = timedelta(days=30)

_SIOCGIFADDR = 0x8915
_ANY_HOST_ELSEWHERE = ("192.0.2.1", 9)


def keep_certificate(path: Path, names: Collection[str], at: datetime) -> x509.Certificate:
    """Give the certificate in `path`, made anew (with its key, for the owner alone) if it no longer fits `names`."""
    with suppress(FileNotFoundError, ValueError):
        kept = x509.load_pem_x509_certificate(path.read_bytes())
        if _fits(kept, names, at):
            return kept
    key = ec.generate_private_key(ec.SECP256R1())
    made = _sign(key, names, at)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Written beside it first: whoever reads meanwhile finds the old one whole, and nobody else finds the key.
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_bytes(private + made.public_bytes(Encoding.PEM))
    fresh.replace(path)
    return made


def list_names() -> list[str]:
    """Give what this machine is called: its names, itself, and its addresses in the networks it stands in."""
    host = socket.gethostname()
    return list(
        dict.fromkeys(["localhost", host, f"{host}.local", "127.0.0.1", "::1", *list_addresses()])
    )


def list_addresses() -> list[str]:
    """Give the IPv4 addresses by which others reach this machine, the likeliest first (netdevice(7))."""
    found = [_address_of(name) for _, name in socket.if_nameindex()]
    others = [address for address in found if address and not ip_address(address).is_loopback]
    return list(dict.fromkeys([*_address_on_the_way_out(), *others]))


def fingerprint(certificate: x509.Certificate) -> str:
    """Give SHA-256 as browsers show it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _fits(kept: x509.Certificate, names: Collection[str], at: datetime) -> bool:
    told = kept.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    in_time = kept.not_valid_before_utc <= at <= kept.not_valid_after_utc - RENEWED_BEFORE
    return in_time and {str(name.value) for name in told} == set(names)


def _sign(
    key: ec.EllipticCurvePrivateKey, names: Collection[str], at: datetime
) -> x509.Certificate:
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "patrol_app")])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    return (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Clocks of phones differ by hours.
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at - timedelta(days=1) + HOLDS)
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=False)
        .sign(key, hashes.SHA256())
    )


def _name(name: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ip_address(name))
    return x509.DNSName(name)


def _address_of(interface: str) -> str | None:
    request = struct.pack("256s", interface.encode()[:15])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            told = fcntl.ioctl(asked, _SIOCGIFADDR, request)
        except OSError:
            return None
    return socket.inet_ntoa(told[20:24])


def _address_on_the_way_out() -> list[str]:
    """Give the address that a packet to elsewhere would carry; none is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked, suppress(OSError):
        asked.connect(_ANY_HOST_ELSEWHERE)
        return [asked.getsockname()[0]]
    return []
