import type { Part, Text } from '../api/contract';
import { useLanguage, useWords } from '../hooks/useLanguage';
import { bound, boundParts } from '../lib/units';

/** Text in its own language: the browser picks glyphs, line breaks and the voice of a screen reader by it. */
export function Foreign({ text }: { text: Text }) {
  const language = useLanguage();
  return text.lang && text.lang !== language ? (
    <span lang={text.lang}>{bound(text.text)}</span>
  ) : (
    <>{bound(text.text)}</>
  );
}

/** "Converted from traditional Chinese", "Translated by machine": empty where a person or an office wrote the text. */
export function useStandingNote(): (text: Text) => string {
  const t = useWords('shell');
  return (text) => (text.standing === 'machine' || text.standing === 'converted' ? t(`standing.${text.standing}`) : '');
}

/** The pieces of a found text, what was searched for marked. */
export function Marked({ parts }: { parts: Part[] }) {
  return boundParts(parts).map((part, at) =>
    part.match ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>,
  );
}
