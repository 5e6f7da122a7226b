#!/usr/bin/env bash
# Commits what take-in.sh left in a patch, and pushes it. Runs nothing of what was taken in.
# Where the bot may not write, it says so and leaves the patch to a person.
set -euo pipefail
summary="${GITHUB_STEP_SUMMARY:-/dev/stdout}"
patch="${1:-records.patch}"

if [ ! -s "$patch" ]; then
    echo "nothing to commit"
    exit 0
fi
git apply --index --include='content/*' "$patch"
git -c user.name='gongkai-bot' -c user.email='gongkai-bot@users.noreply.github.com' \
    commit --quiet --message 'Records of new and changed reports'
if git push --quiet; then
    echo "committed and pushed"
else
    {
        echo '### 记录没有写回仓库'
        echo
        echo '这个流程没有写入的权限。请下载附件 records，在本机运行 git apply records.patch，再提交。'
    } >> "$summary"
fi
