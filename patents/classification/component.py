"""The classifier as a spaCy component, so that it can stand in any pipeline and be written with it."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from patents.classification.classifier import ARTEFACT, BATCH, FILES, Classifier
from patents.classification.documents import Document

# Under which spaCy knows the component, in saved pipelines too.
NAME = "ipc_classifier"


class IpcClassifier:
    """Sets ``doc._.ipc`` to a ``SuggestionSet``.

    A Doc may carry a ``Document`` in ``doc._.ipc_document``; then its tokens are not looked at.  spaCy's tokenizer cuts
    symbols like H01M in two and remembers every word that it ever saw, which must not happen to unpublished inventions.
    """

    def __init__(self, classifier: Classifier, *, top: int, explain: bool) -> None:
        self.classifier = classifier
        self.top = top
        self.explain = explain

    def __call__(self, doc: Doc) -> Doc:
        """Classify one Doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH, top: int | None = None, explain: bool | None = None) -> Iterator[Doc]:
        """Classify a stream in batches; ``top`` and ``explain`` may be set for one call through ``component_cfg``."""
        waiting = iter(stream)
        while batch := list(itertools.islice(waiting, batch_size)):
            documents = [doc._.ipc_document or Document(abstract=doc.text) for doc in batch]
            answers = self.classifier.suggest(
                documents, top=self.top if top is None else top, explain=self.explain if explain is None else explain
            )
            for doc, answer in zip(batch, answers, strict=True):
                doc._.ipc = answer
                yield doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the artefact into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(self.classifier.folder / name, folder / name)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> IpcClassifier:
        """Read an artefact that ``to_disk`` wrote."""
        self.classifier = Classifier.load(Path(path))
        return self


@Language.factory(NAME, assigns=["doc._.ipc"], default_config={"top": 5, "explain": False})
def make_ipc_classifier(nlp: Language, name: str, top: int, explain: bool) -> IpcClassifier:
    """The component with the shipped artefact; ``from_disk`` replaces it."""
    return IpcClassifier(Classifier.load(ARTEFACT), top=top, explain=explain)


def register_extensions() -> None:
    """Declare ``doc._.ipc`` and ``doc._.ipc_document``; safe to call again."""
    for extension in ("ipc", "ipc_document"):
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, default=None)


register_extensions()
