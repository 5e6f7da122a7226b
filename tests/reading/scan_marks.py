"""What is lost from a printed page, or put on it by hand, before it is scanned. Needs the extra, like `scan_maker`."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np

Picture = Any


def gapped(page: Picture, share: float, unit: float, rng: np.random.Generator) -> Picture:
    """Take away a share of what runs level or upright for a long way."""
    ink, long = (page < 160).astype(np.uint8), round(120 * unit)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long))) | cv2.morphologyEx(
        ink, cv2.MORPH_OPEN, np.ones((long, 1))
    )
    height, width = page.shape
    step = round(rng.choice([8, 30, 90]) * unit)
    coarse = (rng.random((height // step + 1, width // step + 1)) < share).astype(np.uint8)
    lost = cv2.resize(coarse, None, fx=step, fy=step, interpolation=cv2.INTER_NEAREST)[:height, :width]
    return np.where(cv2.dilate(rules, np.ones((3, 3))) & lost > 0, np.uint8(255), page)


def letters(page: Picture, unit: float) -> Picture:
    """Give the left, top, width and height of what may be digits: narrow letters (and narrow parts of other ones)."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((page < 128).astype(np.uint8))
    return np.array([one[:4] for one in stats[1:] if 15 * unit <= one[3] <= 60 * unit and one[2] <= 0.8 * one[3]])


def bar(mask: Picture, letter: Picture, unit: float, rng: np.random.Generator) -> None:
    """Draw the bar of a highlighter over a letter and what follows it."""
    x, y, _, height = map(int, letter)
    lower = y + height + round(rng.integers(-6, 12) * unit)
    cv2.rectangle(
        mask, (x - 8, y - round(rng.integers(0, 14) * unit)), (x + round(rng.integers(40, 500) * unit), lower), 255, -1
    )


def stroke(mask: Picture, letter: Picture, unit: float, rng: np.random.Generator) -> None:
    """Draw a tick beside a letter, a ring around it, a line through or under it."""
    x, y, width, height = map(int, letter)
    thick, long = max(1, round(rng.integers(3, 8) * unit)), round(rng.integers(20, 160) * unit)
    kind = rng.integers(4)
    if kind == 0:
        at = (x + width + round(10 * unit), y + height)
        cv2.polylines(
            mask,
            [np.array([(at[0], at[1] - height // 2), at, (at[0] + height, at[1] - 2 * height)])],
            isClosed=False,
            color=255,
            thickness=thick,
            lineType=cv2.LINE_AA,
        )
    elif kind == 1:
        axes = (width + round(rng.integers(8, 50) * unit), height)
        cv2.ellipse(
            mask,
            (x + width // 2, y + height // 2),
            axes,
            float(rng.integers(-15, 15)),
            0,
            float(rng.integers(300, 400)),
            255,
            thick,
            cv2.LINE_AA,
        )
    else:
        level = y + (height // 2 if kind == 2 else height + round(8 * unit))
        cv2.line(mask, (x - 10, level), (x + long, level + int(rng.integers(-12, 12) * unit)), 255, thick, cv2.LINE_AA)


def stamp(mask: Picture, letter: Picture, unit: float, rng: np.random.Generator) -> None:
    """Press a round stamp of 42 mm somewhere about a letter: some of its ink stays on the stamp."""
    shift = rng.uniform(-200, 200, 2) * unit
    middle = (letter[:2] + shift).astype(int)
    radius = 248 * unit
    cv2.circle(mask, middle.tolist(), round(radius), 255, round(14 * unit), cv2.LINE_AA)
    turns = np.arange(10) * math.pi / 5 - math.pi / 2 + rng.uniform(-0.3, 0.3)
    reach = radius * np.where(np.arange(10) % 2, 0.13, 0.34)
    star = middle + np.stack([np.cos(turns), np.sin(turns)], 1) * reach[:, None]
    cv2.fillPoly(mask, [star.astype(np.int32)], 255, cv2.LINE_AA)
    for turn in np.arange(-3.6, 0.5, 0.32):
        letter_at = middle + np.array([math.cos(turn), math.sin(turn)]) * radius * 0.75
        for ends in rng.uniform(-28, 28, (7, 2, 2)) * unit:
            start, end = (letter_at + ends).astype(int).tolist()
            cv2.line(mask, start, end, 255, max(1, round(6 * unit)), cv2.LINE_AA)
    blots = cv2.resize(rng.random((mask.shape[0] // 24 + 1, mask.shape[1] // 24 + 1)), mask.shape[::-1])
    np.multiply(mask, np.clip(blots * 3, 0, 1), out=mask, casting="unsafe")
