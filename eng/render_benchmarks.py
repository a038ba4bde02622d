#!/usr/bin/env python3
"""Renders the JSON reports of `bnfold bench` that eng/benchmarks.sh made as Markdown, to the standard output.

    python3 eng/render_benchmarks.py FOLDER
"""
import json
import math
import sys
from pathlib import Path

TABLES = [
    ("leaves", "Where ONNX Runtime leaves BatchNormalization", "There is something to gain at ONNX Runtime's default level."),
    ("fuses", "Where ONNX Runtime fuses by itself", "There is nothing to gain but load time: the models should be as fast as before."),
]


def load(folder):
    """One row for each network and batch size, in the order of the list."""
    for entry in json.loads((folder / "list.json").read_text()):
        for batch in entry["batches"]:
            report = json.loads((folder / f"{entry['name']}.{batch}.json").read_text())
            yield entry, batch, report


def interval(ratio):
    return f"{ratio['ratio']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})"


def duration(seconds):
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms"


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def row(entry, batch, benchmark):
    original, folded = benchmark["models"][:2]
    versus, bare = benchmark["comparisons"][:2]
    counts = f"{original['summary']['batch_normalizations']} → {folded['summary']['batch_normalizations']}"
    name = entry["name"] + "".join(f" `{option}`" for option in entry["fold_options"])
    cells = [
        name, str(batch), counts, duration(original["default"]["latency"]["median"]), interval(versus["default"]), interval(versus["unoptimized"]),
        f"{bare['default']['ratio']:.2f}", interval(versus["load"]),
    ]
    return "| " + " | ".join(cells) + " |"


def table(rows):
    lines = [
        "| network | batch | BN | original | default level | level 0 | limit | load |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        *(row(entry, batch, report["benchmark"]) for entry, batch, report in rows),
    ]
    pairs = [report["benchmark"]["comparisons"] for _, _, report in rows]
    means = [geometric_mean([pair[index][field]["ratio"] for pair in pairs]) for index, field in
             [(0, "default"), (0, "unoptimized"), (1, "default"), (0, "load")]]
    lines.append(f"| **geometric mean** | | | | **{means[0]:.2f}** | **{means[1]:.2f}** | **{means[2]:.2f}** | **{means[3]:.2f}** |")
    return "\n".join(lines)


def dearest(rows):
    """For each network at its first batch size, what its BatchNormalizations took."""
    for entry, batch, report in rows:
        if batch != entry["batches"][0]:
            continue
        versus = report["benchmark"]["comparisons"][0]
        nodes = versus["batch_normalizations"]
        if nodes:
            yield (f"- {entry['name']}, batch {batch}: {len(nodes)} BatchNormalization nodes run and take {100 * versus['batch_norm_share']:.0f} % "
                   f"of the profiled time; the dearest, `{nodes[0]['node']}`, {duration(nodes[0]['before'])}")


def main():
    rows = list(load(Path(sys.argv[1])))
    first = rows[0][2]
    benchmark = first["benchmark"]
    threads = benchmark["threads"] or "all"
    print("# Benchmarks\n")
    print("Made by `eng/benchmarks.sh`: the networks of `models/make_benchmarks.py`, each before and after folding.\n")
    print("Ratios are original/folded, so above 1 the folded model is faster, with a 95 % interval (see [bench-report.md](bench-report.md)). "
          "*Limit* is the same network exported without any BatchNormalization, at the default level: more cannot be gained. *Load* is the time "
          "to open a session at the default level. Differences between runs of this script are larger than within one where an interval is narrow.\n")
    print(f"{first['cpu']}, {first['environment']['processors']} processors, {threads} thread(s) of ONNX Runtime; {first['environment']['os']}, "
          f"ONNX Runtime {benchmark['onnx_runtime_version']}, .NET {first['environment']['dotnet']}, bnfold {first['environment']['bnfold']}.")
    for key, title, remark in TABLES:
        chosen = [item for item in rows if item[0]["table"] == key]
        if not chosen:
            continue
        print(f"\n## {title}\n\n{remark}\n\n{table(chosen)}")
        sites = list(dearest(chosen))
        if sites:
            print("\nWhere the gain is from, by ONNX Runtime's profiler at the default level:\n")
            print("\n".join(sites))
    slower = [f"{entry['name']} at batch {batch}" for entry, batch, report in rows
              if report["benchmark"]["comparisons"][0]["default"]["high"] < 0.97]
    print("\n## Slower models\n")
    print("None: no interval lies wholly below 0.97." if not slower else "The interval lies wholly below 0.97: " + "; ".join(slower) + ".")


if __name__ == "__main__":
    main()
