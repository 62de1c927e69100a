"""An invented visitor whose every word is looked for where it must not stand."""

from pathlib import Path

NAME, IDENTITY, PHONE = "欧阳守诚", "430103196811021238", "13873105267"
ADDRESS, WORDS = "碧湘社区晏家塘十二号", "反映伤残抚恤金差额三千二百六十元"
SECRETS = (NAME, IDENTITY, PHONE, WORDS)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def leaks_in(root: Path) -> list[tuple[str, str]]:
    """(file, secret) for every secret that stands in clear in a file under `root`, in any usual encoding."""
    found = []
    for path in (path for path in root.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found += [
            (str(path.relative_to(root)), secret)
            for secret in SECRETS
            if any(secret.encode(encoding) in content for encoding in ENCODINGS)
        ]
    return found
