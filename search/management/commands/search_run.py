"""Index labelled records into a throw-away index and write a TREC run, so that quality can be measured with public tools."""

import gzip
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.engines.port import EngineUnavailableError
from search.trec_runs import MAX_DEPTH, InputError, read_documents, read_queries, throw_away_elasticsearch, throw_away_tantivy, write_run


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return cast("IO[str]", gzip.open(path, "rt", encoding="utf-8-sig"))
    return path.open(encoding="utf-8-sig")


class Command(BaseCommand):
    help = "Rank labelled JSONL documents for queries (id<TAB>text, taken as a bag of words) and write a TREC run."
    # Neither a database nor a relay is needed.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--documents", type=Path, required=True, help='JSONL, one {"id", "title", "abstract"} a line; .gz is read too')
        parser.add_argument("--queries", type=Path, required=True, help="lines of id, tab, text, without a header")
        parser.add_argument("--run", type=Path, required=True, help="the file to write")
        parser.add_argument("--engine", choices=("tantivy", "elasticsearch"), default="tantivy")
        parser.add_argument("--mode", choices=("lexical",), default="lexical")
        parser.add_argument("--depth", type=int, default=100, help=f"hits a query, 1 to {MAX_DEPTH}")
        parser.add_argument("--tag", default="", help="the last column; ipmarket-<engine>-<mode> when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["depth"] <= MAX_DEPTH:
            raise CommandError(f"--depth has to be between 1 and {MAX_DEPTH}.", returncode=2)
        if options["engine"] == "elasticsearch" and not settings.ELASTICSEARCH_URL:
            raise CommandError("--engine elasticsearch needs ELASTICSEARCH_URL; `make elasticsearch` starts a server.", returncode=2)
        draft = options["run"].with_name(options["run"].name + ".part")
        try:
            report = self._run(options, draft)
            draft.replace(options["run"])
        except FileNotFoundError as error:
            raise CommandError(f"{error.filename} does not exist.", returncode=2) from error
        except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
            raise CommandError(f"A file is not UTF-8 text: {error}.", returncode=2) from error
        except InputError as error:
            raise CommandError(f"{error}.", returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.strerror or error}: {error.filename}.", returncode=2) from error
        except EngineUnavailableError as error:
            raise CommandError(f"The engine did not answer: {error}.") from error
        finally:
            draft.unlink(missing_ok=True)
        self.stderr.write(f"{report.documents} documents, {report.queries} queries, {report.lines} lines in {options['run']}", ending="\n")

    def _run(self, options: dict[str, Any], draft: Path) -> Any:
        engine = options["engine"]
        opened = throw_away_tantivy() if engine == "tantivy" else throw_away_elasticsearch(settings.ELASTICSEARCH_URL)
        with (
            _opened(options["documents"]) as documents,
            _opened(options["queries"]) as queries,
            draft.open("w", encoding="utf-8", newline="\n") as out,
        ):
            return write_run(
                opened=opened,
                documents=read_documents(documents, str(options["documents"])),
                queries=read_queries(queries, str(options["queries"])),
                out=out,
                depth=options["depth"],
                tag=options["tag"] or f"ipmarket-{engine}-{options['mode']}",
                progress=lambda read: self.stderr.write(f"{read} documents indexed") if options["verbosity"] > 1 else None,
            )
