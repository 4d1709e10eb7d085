from typing import Any

from django.core.management.base import BaseCommand

from foundation import fonts


class Command(BaseCommand):
    help = "Makes the fonts of printed pages ready. Does nothing where they are ready."

    def handle(self, *args: Any, **options: Any) -> None:
        made = list(fonts.build())
        for path in made:
            self.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KiB")
        if not made:
            self.stdout.write("The fonts are ready.")
