"""Workbooks as an office program writes them: LibreOffice, run without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FILTERS = {"ods": "calc8", "xls": "MS Excel 97", "xlsx": "Calc MS Excel 2007 XML"}
# The command line has no option for a password; a macro has.
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">
Sub SaveLocked(source As String, target As String, filter As String)
  Dim seen(0) As New com.sun.star.beans.PropertyValue
  seen(0).Name = "Hidden"
  seen(0).Value = True
  Dim book As Object
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, seen())
  Dim key(1) As New com.sun.star.beans.NamedValue
  key(0).Name = "OOXPassword"
  key(0).Value = "secret"
  key(1).Name = "CryptoType"
  key(1).Value = "Standard"
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName"
  how(0).Value = filter
  If filter = "Calc MS Excel 2007 XML" Then
    how(1).Name = "EncryptionData"
    how(1).Value = key()
  Else
    how(1).Name = "Password"
    how(1).Value = "secret"
  End If
  book.storeToURL(target, how())
  book.close(True)
End Sub
</script:module>
"""


class Office:
    """LibreOffice with a profile of its own, so that it disturbs no other."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        # The first start makes the profile, with an empty module for macros.
        self._run("--terminate_after_init")
        module = folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
        module.write_text(MODULE, encoding="utf-8")

    def save(self, source: Path, kind: str) -> Path:
        """Convert a CSV file to a workbook beside it."""
        self._run("--convert-to", kind, "--outdir", source.parent, source)
        return self._made(source.with_suffix(f".{kind}"))

    def lock(self, source: Path, kind: str) -> Path:
        """Convert a workbook to one with a password beside it."""
        target = source.with_name(f"locked.{kind}")
        urls = f'"{source.as_uri()}", "{target.as_uri()}", "{FILTERS[kind]}"'
        self._run(f"macro:///Standard.Module1.SaveLocked({urls})")
        return self._made(target)

    def _run(self, *words: object) -> None:
        profile = (self.folder / "profile").as_uri()
        command = [self.program, f"-env:UserInstallation={profile}", "--headless", *words]
        subprocess.run([str(w) for w in command], check=True, capture_output=True, timeout=120)

    @staticmethod
    def _made(path: Path) -> Path:
        assert path.is_file(), f"LibreOffice wrote no {path.name}"
        return path


def start_office(folder: Path) -> Office:
    """Find LibreOffice; skip where there is none, except in CI, which installs it."""
    program = shutil.which("soffice")
    if program is None and os.environ.get("CI"):
        pytest.fail("CI has no soffice: .ci/run must install libreoffice-calc-nogui")
    if program is None:
        pytest.skip("soffice (LibreOffice) is not installed")
    return Office(program, folder)
