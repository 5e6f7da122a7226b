#!/usr/bin/env bash
# Files what lies in content/inbox/, reads what is new or changed, and leaves what that changed in records.patch.
# It commits nothing and needs no right to write.
set -euo pipefail
gongkai="${GONGKAI:-.venv/bin/gongkai}"
summary="${GITHUB_STEP_SUMMARY:-/dev/stdout}"
patch="${1:-records.patch}"

status=0
"$gongkai" add --quiet > taken-in.txt 2>&1 || status=$?
if [ "$status" -gt 1 ]; then
    cat taken-in.txt >&2
    exit "$status"
fi
"$gongkai" ingest --quiet

git add --all -- content
git diff --cached --binary --no-color -- content > "$patch"
git reset --quiet -- content

if [ "$status" -ne 0 ]; then
    {
        echo '### 收件箱里有文件没有归档'
        echo
        sed 's/^/    /' taken-in.txt | head -c 60000
        echo
    } >> "$summary"
fi
