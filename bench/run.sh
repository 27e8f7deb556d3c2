#!/bin/bash
# All measurements, as docs/performance.md and docs/reliability.md show them. `make bench` calls this.
#
# It needs InspIRCd 3, and an environment with Clerk installed: .venv, or the one whose interpreter CLERK_PYTHON names.
# As root and with iproute2 it measures in a network namespace of its own: see run_ns.sh. Takes about 25 minutes.
# RUNS and SIZES shorten it, RUNS=1 SIZES=1000 bench/run.sh; other arguments go to bench.perf.
set -eu
cd "$(dirname "$0")/.."

CLERK_PYTHON=${CLERK_PYTHON:-.venv/bin/python}
RUNS=${RUNS:-3}
SIZES=${SIZES:-1000,10000,100000}
rivals=bench/.venv-rivals
results=bench/results
bots="clerk limnoria-hcoop sopel-meetbot"

fail() {
    echo "bench: $*" >&2
    exit 1
}

[ -x /usr/sbin/inspircd ] || fail "InspIRCd 3 is missing, and nothing can be measured without it
       (Debian: apt-get install inspircd)"
[ -x "$CLERK_PYTHON" ] || fail "there is no $CLERK_PYTHON; \`make run\` or \`make test\` makes it, or set CLERK_PYTHON"
[ -x "$(dirname "$CLERK_PYTHON")/clerk" ] || fail "Clerk is not installed beside $CLERK_PYTHON"

if ! cmp -s bench/rivals.txt "$rivals/installed.txt"; then
    echo "bench: installing the other bots into $rivals"
    rm -rf "$rivals"
    "$CLERK_PYTHON" -m venv "$rivals"
    "$rivals/bin/pip" install --quiet --requirement bench/rivals.txt
    cp bench/rivals.txt "$rivals/installed.txt"
fi

within=bench/run_ns.sh
if ! { [ "$(id -u)" = 0 ] && "$within" true; } 2> /dev/null; then
    echo "bench: WARNING: no network namespace (that needs root and iproute2); on a plain loopback every reply takes" >&2
    echo "       20 to 45 ms longer, whatever the bot: do not compare these latencies with published ones" >&2
    within=
fi

mkdir -p "$results"
rm -f "$results"/*
pythons="--python clerk=$CLERK_PYTHON --python limnoria-hcoop=$rivals/bin/python --python sopel-meetbot=$rivals/bin/python"

"$CLERK_PYTHON" -m bench.schedule | tee "$results/schedule.txt"
"$CLERK_PYTHON" -m bench.tally | tee "$results/tally.txt"

# sopel-meetbot loses and disorders lines already at 10,000; its 100,000 would add ten minutes and nothing to that.
$within "$CLERK_PYTHON" -m bench.perf $bots $pythons --runs "$RUNS" --sizes "$SIZES" --at-most sopel-meetbot=10000 \
    --out "$results/perf.jsonl" "$@" | tee "$results/perf.md"
$within "$CLERK_PYTHON" -m bench.faults $bots $pythons --out "$results/faults.jsonl" | tee "$results/faults.md"
echo "bench: all of it is in $results"
