"""One site of the made portal for all tests that only look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publishing.edition import Edition, make_edition
from generator.publishing.publish import publish
from generator.records.portal import Portal
from tests.publishing.portals import portal


@pytest.fixture(scope="session")
def templates(project: Path) -> Path:
    """Give the folder of templates."""
    return project / "templates"


@pytest.fixture(scope="session")
def made_portal() -> Portal:
    """Give the portal that `site` shows."""
    return portal()


@pytest.fixture(scope="session")
def edition(made_portal: Portal) -> Edition:
    """Give the edition that `site` shows."""
    return make_edition(made_portal)


@pytest.fixture(scope="session")
def site(made_portal: Portal, templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once."""
    folder = tmp_path_factory.mktemp("published") / "gongkai"
    publish(made_portal, site=folder, templates=templates)
    return folder
