#!/bin/bash
# Run a command in a network namespace of its own, whose loopback acknowledges at once.
#
# IRC servers write line by line without TCP_NODELAY. On a plain loopback Nagle's algorithm and the receiver's delayed
# acknowledgement add 20 to 45 ms to every reply, which hides the bot's own time; `quickack 1` on the loopback's routes
# takes that away, and touches nobody else's traffic. Needs root and iproute2.
#
# Usage: bench/run_ns.sh COMMAND [ARGUMENT ...]
set -e
namespace=bench$$
ip netns add "$namespace"
trap 'ip netns del "$namespace"' EXIT
ip -n "$namespace" link set lo up
for route in 127.0.0.1 127.0.0.0/8; do
    ip -n "$namespace" route change table local local "$route" dev lo proto kernel scope host src 127.0.0.1 quickack 1
done
ip netns exec "$namespace" "$@"
