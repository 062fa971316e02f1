import { Button, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import { LANGUAGES } from '../../lib/languages';
import css from './Classify.module.css';

/** Bounds of the text in characters: shorter says nothing, longer is refused by the server. */
const SHORTEST = 12;
const LONGEST = 20_000;

interface ClassifyFormProps {
  busy: boolean;
  again: boolean;
  readAs?: string;
  onAsk: (text: string) => void;
}

export function ClassifyForm({ busy, again, readAs, onAsk }: ClassifyFormProps) {
  const t = useWords('classify');
  const [text, setText] = useState('');
  const [error, setError] = useState('');
  const readAsName = LANGUAGES.find(({ tag }) => tag === readAs)?.name;

  function ask(event: FormEvent) {
    event.preventDefault();
    const length = text.trim().length;
    if (length < SHORTEST) return setError(t('tooShort'));
    if (length > LONGEST) return setError(t('tooLong', { number: count(LONGEST) }));
    setError('');
    onAsk(text.trim());
  }

  return (
    <form onSubmit={ask} noValidate>
      <Textarea
        label={t('label')}
        description={t('description')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={error}
        rows={9}
        required
        withAsterisk={false}
        autoComplete="off"
        classNames={{ input: css.input }}
      />
      <div className={css.submit}>
        <Button type="submit" loading={busy} variant={again ? 'default' : 'filled'}>
          {again ? t('askAgain') : t('ask')}
        </Button>
        <span>
          {t('length', { number: count(text.trim().length) })}
          {readAsName && ` · ${readAsName}`}
        </span>
      </div>
      <p className={css.privacy}>
        <b>{t('privacy.lead')}</b> {t('privacy.text')}
      </p>
    </form>
  );
}
