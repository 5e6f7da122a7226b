#!/usr/bin/env bash
# Says on a pull request what it changes: findings on the files, figures and checks in the summary.
# $1: the commit to compare with.
set -euo pipefail
gongkai="${GONGKAI:-.venv/bin/gongkai}"
summary="${GITHUB_STEP_SUMMARY:-/dev/stdout}"
base="${1:?which commit to compare with}"

"$gongkai" check --format github --changed-from "$base"
"$gongkai" changes "$base" | head -c 900000 >> "$summary"
