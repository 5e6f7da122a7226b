"""Commands for hosts: `uploads` for object storage, `zip` for reading without a network."""

from __future__ import annotations

from pathlib import Path

import click

from generator.publishing.offline import pack
from generator.publishing.uploads import uploads as compare
from generator.saying import give, say

_site = click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="生成好的网站在哪个文件夹。",
)


@click.command()
@_site
@click.option("--last", type=click.Path(path_type=Path), help="主机上现有的 manifest.jsonl；不写则全部上传。")
@click.option("--only", type=click.Choice(["put", "delete"]), help="只列要上传的或要删除的，每行一个路径。")
def uploads(site: Path, last: Path | None, only: str | None) -> None:
    """列出要上传到对象存储和要从那里删除的文件：只有变了的。先上传，后删除，依所列的顺序。

    例：gongkai uploads --last last-manifest.jsonl
    """
    found = compare(site, last)
    if only:
        lines = found.put if only == "put" else found.delete
    else:
        lines = (*(f"put\t{path}" for path in found.put), *(f"delete\t{path}" for path in found.delete))
    give("".join(f"{line}\n" for line in lines))
    say(f"要上传 {len(found.put)} 个文件，要删除 {len(found.delete)} 个文件")


@click.command(name="zip")
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False))
@_site
def pack_site(archive: Path, site: Path) -> None:
    """把生成好的网站打成一个 ZIP，解开后从磁盘打开首页 index.html 即可阅读；检索除外。

    例：gongkai zip gongkai.zip
    """
    say(f"{archive}：{pack(site, archive)} 个文件")
