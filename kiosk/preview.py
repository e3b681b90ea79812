"""`paihao slip`: look at a slip and its layout without a printer and without a hub."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.group("slip")
def command() -> None:
    """The layout of slips: begin with the usual one, look at yours."""


@command.command("template")
def usual() -> None:
    """Print the usual layout, to begin your own with: paihao slip template > slip.toml"""
    from kiosk.template import DEFAULT

    click.echo(DEFAULT.read_text("utf-8"), nl=False)


@command.command("preview")
@click.option(
    "--template", type=click.Path(dir_okay=False, path_type=Path), help="Your layout; else the usual one."
)
@click.option(
    "--config",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A kiosk.toml, for its width, mode, fonts and template.",
)
@click.option("--width", type=click.Choice(["576", "384"]), help="80 or 58 mm paper.")
@click.option("--mode", type=click.Choice(["raster", "text"]), help="Drawn, or in a printer's own letters.")
@click.option("--english", is_flag=True, help="As for a citizen who chose English.")
@click.option("--copy", "copied", is_flag=True, help="With the mark of a second print.")
@click.option("--out", default="slip.png", show_default=True, type=click.Path(dir_okay=False, path_type=Path))
def preview(
    template: Path | None, file: Path | None, width: str | None, mode: str | None, english: bool, copied: bool,
    out: Path,
) -> None:  # fmt: skip
    """Draw a sample slip as a picture, through the same bytes a printer would get."""
    from kiosk import words
    from kiosk.config import KioskFile, over, read
    from kiosk.fonts import FontError
    from kiosk.making import Making
    from kiosk.printer.paper import slips
    from kiosk.template import TemplateError
    from server.agent.config import ConfigError

    try:
        given = read(file) if file else KioskFile()
        slip: dict[str, Any] = {"mode": mode, "template": str(template or "")}
        config = over(given, {"width": int(width or 0)}, slip)
        sample = words.SAMPLE | {"locale": "en" if english else "zh"}
        data = Making(config).slip(sample, copied)
        (picture,) = slips(data, config.printer.width)
        picture.save(out)
    except (ConfigError, FontError, TemplateError) as error:
        raise click.ClickException(str(error)) from error
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{out} cannot be written: {error}") from error
    click.echo(
        f"{out}: {picture.width} dots across, {picture.height / 8:.0f} mm long, {len(data)} bytes to the printer"
    )
