#!/usr/bin/env bash
# Builds the site, held against the last release: no address and no report of it may go without a word.
set -euo pipefail
gongkai="${GONGKAI:-.venv/bin/gongkai}"
base="$(sed -n "s/^base_url: *//p" content/portal.yaml | head -n 1 | tr -d "\"' \r")"

last="${RUNNER_TEMP:-.cache}/last-release"
mkdir -p "$last/data"
ask() {
    curl --silent --location --max-time 120 --retry 3 --output "$last/$1" --write-out '%{http_code}' "${base%/}/$1" || true
}

code="$(ask manifest.jsonl)"
case "$code" in
    200) ask data/wide.csv > /dev/null # for the page of changes, which says so where there are no figures
         "$gongkai" build --commit "${GITHUB_SHA:-}" --last "$last/manifest.jsonl" ;;
    404) echo "no release yet at $base"
         "$gongkai" build --commit "${GITHUB_SHA:-}" ;;
    *)   echo "the last release at $base cannot be asked for (status $code); nothing was published" >&2
         exit 1 ;;
esac
