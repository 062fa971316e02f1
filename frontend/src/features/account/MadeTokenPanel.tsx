import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../../hooks/useLanguage';
import css from './Account.module.css';
import type { MadeToken, ScopeCode } from './queries';

/** What one reads with a token of each kind, to see that it works. */
const EXAMPLES: Record<ScopeCode, (made: MadeToken) => string> = {
  'account.read': () => '/api/app/account',
  'catalogue.read': () => '/api/app/search?q=mould',
  'organisation.read': ({ organisation }) => `/api/app/organisations/${organisation?.id ?? ''}`,
  'organisation.write': ({ organisation }) => `/api/app/organisations/${organisation?.id ?? ''}`,
  import: () => '/api/app/imports',
};

/** Three lines for a terminal; the token itself is typed, so that it does not stay in the history of the shell. */
export function exampleOf(made: MadeToken, origin: string): string {
  const scope = (Object.keys(EXAMPLES) as ScopeCode[]).find((one) => made.scopes.includes(one));
  const address = origin + EXAMPLES[scope ?? 'account.read'](made);
  return `read -rsp 'Token: ' IPMARKET_TOKEN\ncurl --silent --show-error --fail-with-body \\\n  --header "Authorization: Bearer $IPMARKET_TOKEN" '${address}'`;
}

/** The secret, this once, with what to do with it. */
export function MadeTokenPanel({ made, onClose }: { made: MadeToken; onClose: () => void }) {
  const t = useWords('account');
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const example = exampleOf(made, window.location.origin);
  return (
    <section ref={panel} className={css.made} tabIndex={-1} aria-labelledby="made">
      <h3 id="made">{t('tokens.madeTitle', { name: made.name })}</h3>
      <p className={css.warning}>
        <IconAlertTriangle size={20} aria-hidden />
        {t('tokens.madeText')}
      </p>
      <Copyable text={made.token} name={t('tokens.copy')}>
        <code className={css.secret} translate="no" data-token>
          {made.token}
        </code>
      </Copyable>
      <h4>{t('tokens.example')}</h4>
      <p className={css.hint}>{t('tokens.exampleText')}</p>
      <Copyable text={example} name={t('tokens.exampleCopy')}>
        <pre className={css.lines} tabIndex={0} aria-label={t('tokens.example')} role="region" translate="no">
          {example}
        </pre>
      </Copyable>
      <div className={css.buttons}>
        <Button onClick={onClose}>{t('tokens.stored')}</Button>
      </div>
    </section>
  );
}

/** Text with a button that copies it; where the browser does not allow it, the text is selected instead. */
function Copyable({ text, name, children }: { text: string; name: string; children: ReactNode }) {
  const t = useWords('account');
  const box = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t('tokens.copied'));
    } catch {
      if (box.current) window.getSelection()?.selectAllChildren(box.current);
      setSaid(t('tokens.copyFailed'));
    }
  }
  return (
    <>
      <div ref={box}>{children}</div>
      <div className={css.buttons}>
        <Button variant="default" onClick={() => void copy()}>
          {name}
        </Button>
        <span role="status" className={css.hint}>
          {said}
        </span>
      </div>
    </>
  );
}
