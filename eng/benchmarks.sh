#!/usr/bin/env bash
# Makes docs/benchmarks.md: exports networks, folds them, times them beside their originals, and writes the table. About ten minutes;
# the machine should have nothing else to do. With --quick, four networks for two minutes, and the table goes to the standard output.
#
#   eng/benchmarks.sh [--quick] [--reports FOLDER]      PYTHON names a Python with torch and onnx (python3)
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
quick=
seconds=5
reports=
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=--quick; seconds=2 ;;
    --reports) reports=${2:?--reports needs a folder}; shift ;;
    *) echo "usage: eng/benchmarks.sh [--quick] [--reports FOLDER]" >&2; exit 2 ;;
  esac
  shift
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
reports=${reports:-$work/reports}
mkdir -p "$reports"

dotnet build -c Release src/BnFold.Cli --nologo -v quiet
bnfold() { dotnet src/BnFold.Cli/bin/Release/net10.0/bnfold.dll "$@"; }

echo "exporting" >&2
"$python" models/make_benchmarks.py "$work/models" $quick
cp "$work/models/list.json" "$reports/list.json"

# One line each: name, batch sizes joined by commas, options of the fold.
"$python" - "$reports/list.json" >"$work/plan" <<'PYTHON'
import json
import sys
for entry in json.load(open(sys.argv[1])):
    print(entry["name"], ",".join(map(str, entry["batches"])), *entry["fold_options"])
PYTHON

while read -r name batches options; do
  model=$work/models/$name
  # shellcheck disable=SC2086 # options are words
  bnfold "$model.onnx" -o "$model.folded.onnx" -q $options </dev/null
  for batch in ${batches//,/ }; do
    echo "timing $name, batch $batch" >&2
    bnfold bench "$model.onnx" "$model.folded.onnx" "$model.bare.onnx" --batch-size "$batch" --seconds "$seconds" --no-memory \
      -q --report "$reports/$name.$batch.json" </dev/null
  done
done <"$work/plan"

if [ -n "$quick" ]; then
  "$python" eng/render_benchmarks.py "$reports"
else
  "$python" eng/render_benchmarks.py "$reports" >"$work/benchmarks.md"
  mv "$work/benchmarks.md" docs/benchmarks.md
  echo "docs/benchmarks.md is written" >&2
fi
