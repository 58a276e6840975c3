"""How many operations were answered by a success at least once: reached.py OPENAPI COUNTS. Fails at 80 % or less."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    paths = json.load(file)["paths"]
with open(sys.argv[2], encoding="utf-8") as file:
    counts = json.load(file)

operations = [operation["operationId"] for item in paths.values() for operation in item.values()]
reached = [name for name in operations if any(status.startswith("2") for status in counts.get(name, {}))]
share = 100 * len(reached) / len(operations)
for name in sorted(set(operations) - set(reached)):
    print(f"no success: {name} {counts.get(name, {})}", file=sys.stderr)
calls = sum(sum(statuses.values()) for statuses in counts.values())
print(f"{len(reached)} of {len(operations)} operations ({share:.0f} %) answered by a success; {calls} calls")
sys.exit(0 if share > 80 else 1)
