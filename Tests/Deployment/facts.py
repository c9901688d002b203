"""Small readings that several files of this suite need."""

import re


def seconds(text: str) -> float:
    """A time as focald and systemd write it."""
    for unit, factor in (("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)):
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * factor
    return float(text)


def stopping(settings) -> float:
    """Seconds that focald may need to stop, by its settings: three for connections and threads."""
    return seconds(settings["drain_delay"]) + seconds(settings["drain_time"]) + 3


def documents(text: str) -> list[dict]:
    import yaml
    return [document for document in yaml.safe_load_all(text) if document]


def metric_names(text: str) -> set[str]:
    """Of an exposition: each family, and a histogram's three series."""
    names = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE):
        names |= {name + end for end in ("_bucket", "_sum", "_count")} if kind == "histogram" else {name}
    return names


def asked_metrics(expression: str) -> set[str]:
    """What a PromQL expression asks for, of our names."""
    return set(re.findall(r"\b(?:focald|http_server|process)_[a-z_]+\b", expression))
