import { useRouter, useRouterState } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import type { LanguageTag } from '../api/contract';
import { useLanguage, useWords } from '../hooks/useLanguage';
import { LANGUAGES, rememberLanguage, samePlaceIn } from '../lib/languages';
import css from './Shell.module.css';

/** Keeps the address and changes only its first piece; each name is written in its own language. */
export function LanguageSwitch() {
  const t = useWords('shell');
  const current = useLanguage();
  const router = useRouter();
  const { pathname, searchStr, hash } = useRouterState({ select: (state) => state.location });

  function change(event: MouseEvent, address: string, tag: LanguageTag) {
    rememberLanguage(tag);
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    router.history.push(address, window.history.state);
  }

  return (
    <ul className={css.languages} aria-label={t('language')}>
      {LANGUAGES.map(({ tag, short, name }) => {
        const address = `${samePlaceIn(tag, pathname)}${searchStr}${hash ? `#${hash}` : ''}`;
        return (
          <li key={tag}>
            <a
              lang={tag}
              hrefLang={tag}
              href={address}
              title={name}
              aria-label={`${short} ${name}`}
              aria-current={tag === current ? 'true' : undefined}
              onClick={(event) => change(event, address, tag)}
            >
              {short}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
