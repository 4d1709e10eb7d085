"""How long a thousand certificates take, against ReportLab drawing the same text and QR code over a fixed background.

    .venv/bin/python bench/certificates.py --certificates 1000

Both print on two processes, a file for each person. Ours is the whole way from rows of the database to a ZIP with its
index: drawn, tagged, hashed, stored, noted in the database, packed. ReportLab only draws and writes the files.
Starting the two processes counts for both. Ours may take twice as long.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
BOUND = 2.0
PROCESSES = 2
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗高梁"
GIVEN = "敏静丽强磊洋艳勇娟涛明超霞平刚玲宁晓雪晨"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--certificates", type=int, default=1_000)
    parser.add_argument("--run", choices=["prepare", "ours", "reportlab"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        work = {"prepare": prepare, "ours": ours, "reportlab": bare}[options.run]
        print(json.dumps(work(options.folder, options.certificates)))
        return
    with tempfile.TemporaryDirectory(prefix="five-hearts-bench-") as folder:
        compare(Path(folder), options.certificates)


def compare(folder: Path, count: int) -> None:
    run("prepare", folder, count)
    results = {name: run(name, folder, count) for name in ("reportlab", "ours")}
    report(results, count)


def run(name: str, folder: Path, count: int) -> dict[str, float]:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "STORAGE_URL": f"file://{folder / 'media'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(REPOSITORY),
    }
    command = [sys.executable, __file__, "--run", name, "--folder", str(folder), "--certificates", str(count)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def report(results: dict[str, dict[str, float]], count: int) -> None:
    print(f"{count:,} certificates, {PROCESSES} processes")
    for name, result in results.items():
        each = result["seconds"] / count * 1000
        print(f"  {name:<10} {result['seconds']:7.1f} s  {each:6.1f} ms each  {result['mb']:5.0f} MB peak")
    ratio = results["ours"]["seconds"] / results["reportlab"]["seconds"]
    print(f"  ours / reportlab = {ratio:.2f} (bound {BOUND:.1f})")
    if ratio > BOUND:
        sys.exit("Ours takes too long.")


def peak() -> float:
    """The largest this process was, and its largest child as often as it had children at once, in MB."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + PROCESSES * child) / 1024


# Ours


def prepare(_folder: Path, count: int) -> dict[str, int]:
    """The rows, as they stand before the worker has printed any."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils.timezone import localdate

    from people.models import Employee
    from training.actions.certificates import _frozen, new_codes
    from training.models import Certificate, Course

    call_command("migrate", verbosity=0)
    call_command("build_fonts", verbosity=0)
    course = Course.objects.create(code="reception", titles={"zh-hans": "接待礼仪", "en": "Reception etiquette"})
    today = localdate()
    people = [Employee(employee_no=f"{n:06}", name=name_of(n), hired_on=today) for n in range(count)]
    Employee.objects.bulk_create(people)
    frozen = _frozen(course)
    Certificate.objects.bulk_create(
        Certificate(
            code=code,
            employee=each,
            course=course,
            name=each.name,
            score="92",
            issued_on=today,
            expires_on=today,
            **frozen,
        )
        for each, code in zip(people, new_codes(count, today.year), strict=True)
    )
    return {"rows": count}


def name_of(number: int) -> str:
    return SURNAMES[number % 20] + GIVEN[number // 20 % 20] + GIVEN[number // 400 % 20]


def ours(folder: Path, count: int) -> dict[str, float]:
    import django

    django.setup()
    from training.archive import write_archive
    from training.models import Certificate

    started = time.perf_counter()
    with (folder / "all.zip").open("w+b") as file:
        written = write_archive(Certificate.objects.all(), file)
    seconds = time.perf_counter() - started
    assert written == count == Certificate.objects.exclude(sha256="").count()
    return {"seconds": seconds, "mb": peak()}


# ReportLab


def bare(folder: Path, count: int) -> dict[str, float]:
    target = folder / "reportlab"
    target.mkdir()
    started = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES, initializer=register) as pool:
        for _done in pool.map(draw_to, repeat(target), range(count), chunksize=25):
            pass
    seconds = time.perf_counter() - started
    assert len(list(target.iterdir())) == count
    return {"seconds": seconds, "mb": peak()}


def register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = Path(os.environ.get("VAR_DIR", REPOSITORY / "var")) / "fonts"
    for weight in (400, 700):
        pdfmetrics.registerFont(TTFont(f"Face-{weight}", fonts / f"Five-Hearts-Sans-{weight}.ttf"))


def draw_to(folder: Path, number: int) -> None:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    code = f"5H-2026-{number:04}-9FDW"
    canvas = Canvas(str(folder / f"{code}.pdf"), pagesize=landscape(A4))
    canvas.setTitle(f"结业证书 · 接待礼仪 · {name_of(number)}")
    background(canvas)
    words(canvas, name_of(number), code)
    qr(canvas, f"http://127.0.0.1:8000/verify/{code}/")
    canvas.showPage()
    canvas.save()


def background(canvas) -> None:
    """Frame, emblem and watermark: the same curves as ours."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.units import mm

    canvas.setFillColor(HexColor("#fffdf9"))
    canvas.rect(0, 0, 297 * mm, 210 * mm, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor("#b83a24"))
    canvas.rect(9 * mm, 9 * mm, 279 * mm, 192 * mm)
    canvas.rect(11 * mm, 11 * mm, 275 * mm, 188 * mm)
    for x, y, size, colour in ((226, 104, 1.7, "#f8ede3"), (35.25, 180.75, 0.26, "#b83a24")):
        canvas.setFillColor(HexColor(colour))
        for turn in range(5):
            canvas.saveState()
            canvas.translate(x * mm, y * mm)
            canvas.scale(size, size)
            canvas.rotate(72 * turn)
            heart = canvas.beginPath()
            heart.moveTo(0, 5)
            heart.curveTo(-9, 22, -31, 32, -31, 52)
            heart.curveTo(-31, 67, -20, 77, -9, 75)
            heart.curveTo(-4, 74, -1, 70, 0, 63)
            heart.curveTo(1, 70, 4, 74, 9, 75)
            heart.curveTo(20, 77, 31, 67, 31, 52)
            heart.curveTo(31, 32, 9, 22, 0, 5)
            canvas.drawPath(heart, stroke=0, fill=1)
            canvas.restoreState()


def words(canvas, name: str, code: str) -> None:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.units import mm

    canvas.setFillColor(HexColor("#26211c"))
    lines = [
        (46.5, 183, 700, 12, "五心零售学院"),
        (46.5, 177, 400, 8.5, "FIVE HEARTS RETAIL ACADEMY"),
        (28, 145, 700, 37, "结业证书"),
        (28, 136, 400, 10.5, "CERTIFICATE OF COMPLETION"),
        (28, 120, 400, 13, "兹证明 This is to certify that"),
        (28, 105, 700, 38, name),
        (28, 90, 400, 14, "已学完课程「接待礼仪」，结业测验成绩 92 %。"),
        (28, 83, 400, 10, "has completed the course “Reception etiquette” with 92 % in the final quiz."),
        (59, 40, 400, 9, f"证书编号 Certificate number  {code}"),
        (59, 35, 400, 9, "颁发日期 Issued  2026-11-22"),
        (59, 30, 400, 9, "有效期至 Valid until  2027-11-21"),
        (59, 25, 400, 9, f"验证 Verify  http://127.0.0.1:8000/verify/{code}/"),
    ]
    for x, y, weight, size, text in lines:
        canvas.setFont(f"Face-{weight}", size)
        canvas.drawString(x * mm, y * mm, text)


def qr(canvas, address: str) -> None:
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.units import mm

    drawing = Drawing(25 * mm, 25 * mm)
    drawing.add(QrCodeWidget(address, barLevel="M", barWidth=25 * mm, barHeight=25 * mm, barBorder=0))
    renderPDF.draw(drawing, canvas, 28 * mm, 20 * mm)


if __name__ == "__main__":
    main()
