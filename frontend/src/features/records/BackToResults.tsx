import { useRouter, useRouterState } from '@tanstack/react-router';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { samePlaceIn } from '../../lib/languages';
import css from './Record.module.css';

/** The way back to the search that led here, in the language of now; nothing for those who came by a link. */
export function BackToResults() {
  const t = useWords('record');
  const language = useLanguage();
  const router = useRouter();
  const from = useRouterState({ select: (state) => state.location.state.from });
  if (!from) return null;
  const address = samePlaceIn(language, from);
  return (
    <p className={css.back} data-no-print>
      <a
        href={address}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          router.history.push(address);
        }}
      >
        {t('toResults')}
      </a>
    </p>
  );
}
