"""The run as Markdown, as JSON and as pictures."""

import json

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from . import stages, targets


def write(directory, about, runs):
    """Verdicts over all runs; everything else is the last one's."""
    directory.mkdir(parents=True, exist_ok=True)
    rows, results = targets.verdicts(runs), runs[-1]
    text = json.dumps({"about": about, "targets": rows, "runs": runs}, indent=1, ensure_ascii=False)
    (directory / "comparison.json").write_text(text + "\n")
    (directory / "comparison.md").write_text(markdown(about, rows, results))
    draw_ratios(directory / "ratios.png", [row for row in rows if row["ratio"]], about)
    draw_growth(directory / "growth.png", results, about)
    return rows


def amount(value, unit):
    if unit == "requests/s":
        return f"{value:,.0f}/s"
    if unit == "bytes":
        return f"{value / 1e6:,.0f} MB"
    if unit != "s":
        return f"{value:.3g} {unit}"
    for factor, name in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1 or name == "µs":
            return f"{value * factor:.3g} {name}"


def number(value):
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def markdown(about, rows, results):
    lines = ["# focald beside its peers", ""]
    lines += [f"* {key}: {value}" for key, value in about.items()]
    lines += ["", "Repetitions in turns; ratio = the peer's median / focald's (requests/s: the inverse), the lowest, the median and the",
              "highest of the runs. The lowest decides; times are those of the median run. CPU seconds are of processes, start included.", ""]
    lines += target_table(rows)
    lines += ["", "## Where the time goes", "", *stages.markdown(results, amount)]
    lines += ["## Everything that was measured, in the last run", ""]
    lines += ["| work | n | who | median | fastest | repetitions | answer, compared |", "|---|--:|---|--:|--:|--:|---|"]
    for result in results:
        unit = result["unit"]
        for name, values in result["contestants"].items():
            best = values["max" if unit == "requests/s" else "min"]
            cells = [result["work"], f"{result['n']:,}", name, amount(values["median"], unit), amount(best, unit)]
            cells += [str(values["repetitions"]), result["checks"].get(name, "")]
            lines.append("| " + " | ".join(cells) + " |")
        for name in result["checks"].keys() - result["contestants"].keys():
            lines.append(f"| {result['work']} | {result['n']:,} | {name} | | | | {result['checks'][name]} |")
    return "\n".join(lines) + "\n"


def target_table(rows):
    """Every target, whether it is met, and if not why."""
    lines = ["| work | peer | peer's | focald's | lowest | median | highest | at least | |"]
    lines += ["|---|---|--:|--:|--:|--:|--:|--:|---|"]
    for row in rows:
        if row["ratio"] is None:
            lines.append(f"| {row['label']} | {row['peer']} | | | | | | {row['at_least']:g} | not measured |")
            continue
        cells = [row["label"], row["peer"], amount(row["peer_median"], row["unit"]), amount(row["ours_median"], row["unit"])]
        cells += [number(row[key]) for key in ("ratio", "ratio_median", "ratio_highest")]
        cells += [f"{row['at_least']:g}", verdict(row)]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def verdict(row):
    if not row["is_enough"]:
        return f"no verdict: {len(row['ratios'])} run{'s' * (len(row['ratios']) > 1)}"
    return "met" if row["met"] else f"**not met**: {row['why']}" if row["why"] else "**not met**"


def insert(page, name, lines):
    """Puts lines between the page's marks `<!-- name -->` and `<!-- /name -->`."""
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    text = page.read_text()
    head, found, rest = text.partition(start)
    if not found or end not in rest:
        raise ValueError(f"{page.name} has no place for {name}")
    page.write_text(head + start + "\n".join(lines).strip() + "\n" + rest[rest.index(end) :])


def publish_stages(performance, about, results):
    """Where the time goes, of the latest whole run, in docs/performance.md."""
    insert(performance, "stages", [*stages.markdown(results, amount), *facts(about)])


def publish_networks(performance, about, rows):
    """The networks' targets over all runs, in docs/performance.md."""
    table = target_table([row for row in rows if row["work"].startswith("network-")])
    insert(performance, "networks", [*table, "", *facts(about), f"Runs: {about['runs']}."])


def facts(about):
    return [f"{about['machine']}; {about['versions']}. {about['date']}, by `make compare` (`{about['command']}`)."]


MET, MISSED, MARK = "#2b7a78", "#c8553d", "#17252a"


def draw_ratios(path, rows, about):
    """How many times faster than the peer in the lowest run, on a log axis; the mark is what was to be reached."""
    figure, axes = plt.subplots(figsize=(11, 0.42 * len(rows) + 1.8))
    for place, row in enumerate(rows):
        axes.barh(place, row["ratio"] - 1, left=1, height=0.62, color=MET if row["met"] else MISSED)
        axes.plot([row["at_least"]] * 2, [place - 0.42, place + 0.42], color=MARK, linewidth=2)
        axes.annotate(
            number(row["ratio"]), (max(row["ratio"], 1), place), xytext=(4, 0), textcoords="offset points", va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8}, fontsize=9,
        )
    axes.set_yticks(range(len(rows)), [f"{row['label']}\nvs {row['peer']}" for row in rows], fontsize=8)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}×")
    axes.axvline(1, color=MARK, linewidth=0.8)
    axes.grid(axis="x", alpha=0.25)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.set_title("focald beside its peers: times faster (black mark: to be reached; red: missed)", fontsize=11, loc="left")
    figure.text(0.01, 0.005, f"{about['machine']} · {about['date']}", fontsize=7, color="#555555")
    figure.tight_layout(rect=(0, 0.015, 1, 1))
    figure.savefig(path, dpi=130)
    plt.close(figure)


def draw_growth(path, results, about):
    """Median against n, both on log axes, one panel a kind of work."""
    kinds = [kind for kind in dict.fromkeys(result["work"] for result in results)]
    kinds = [kind for kind in kinds if len({r["n"] for r in results if r["work"] == kind}) > 1]
    if not kinds:
        return
    rows = (len(kinds) + 2) // 3
    figure, grid = plt.subplots(rows, 3, figsize=(15, 4.3 * rows), squeeze=False)
    for axes, kind in zip(grid.flat, kinds):
        played = sorted((r for r in results if r["work"] == kind), key=lambda r: r["n"])
        names = dict.fromkeys(name for result in played for name in result["contestants"])
        for name in names:
            points = [(r["n"], r["contestants"][name]["median"] * 1e3) for r in played if name in r["contestants"]]
            ours = name.startswith("focald")
            axes.plot(*zip(*points), marker="o", markersize=4, linewidth=2.2 if ours else 1.2,
                      linestyle="-" if ours else "--", label=name)
        axes.set(xscale="log", yscale="log", title=kind, xlabel="n", ylabel="median, ms")
        axes.grid(alpha=0.25)
        axes.legend(fontsize=7)
    for axes in list(grid.flat)[len(kinds):]:
        axes.set_visible(False)
    figure.text(0.01, 0.005, f"{about['machine']} · {about['date']}", fontsize=7, color="#555555")
    figure.tight_layout(rect=(0, 0.015, 1, 1))
    figure.savefig(path, dpi=110)
    plt.close(figure)
