import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import { seenAs } from '../api/seenAs';
import { useHere, useWords } from '../hooks/useLanguage';
import { SearchBar } from './SearchBar';
import { StateBlock } from './StateBlock';

interface FailureProps {
  error: unknown;
  retry: () => void;
  /** What to do instead where the server refuses; the home page where nothing is named. */
  wayOut?: ReactNode;
  /** Nothing else stands on the page. */
  isPage?: boolean;
}

/** What to show when an answer did not come: no connection, too many requests, or our side failed. */
export function Failure({ error, retry, wayOut, isPage }: FailureProps) {
  const t = useWords('states');
  const failure = error instanceof ApiError ? error : null;
  const again = (
    <Button variant="default" onClick={retry}>
      {t('tryAgain')}
    </Button>
  );
  if (failure?.status === 0) {
    return (
      <StateBlock isPage={isPage} kind="offline" title={t('offline.title')} actions={again}>
        <p>{t('offline.text')}</p>
      </StateBlock>
    );
  }
  if (failure?.status === 429) {
    return (
      <StateBlock isPage={isPage} kind="error" title={t('tooMany.title')} actions={again}>
        <p>{t('tooMany.text')}</p>
      </StateBlock>
    );
  }
  if (failure?.status === 404) {
    return (
      <StateBlock isPage={isPage} kind="nothingFound" title={t('notFound.record.title')} actions={<SearchBar />}>
        <p>{t('notFound.record.text')}</p>
      </StateBlock>
    );
  }
  if (failure?.status === 401 || failure?.status === 403) {
    // Whoever looks as somebody else has the way back on top of the page.
    const who = seenAs() === '' ? 'own' : 'seenAs';
    const way = who === 'own' ? again : undefined;
    return (
      <StateBlock isPage={isPage} kind="forbidden" title={t(`closed.${who}.title`)} actions={wayOut ?? way}>
        <p>{t(`closed.${who}.text`)}</p>
      </StateBlock>
    );
  }
  if (failure && failure.status >= 400 && failure.status < 500) {
    return <Refused code={failure.code} wayOut={wayOut} isPage={isPage} />;
  }
  return (
    <StateBlock
      isPage={isPage}
      kind="error"
      title={t('error.title')}
      actions={again}
      reference={[failure?.code, failure?.reference].filter(Boolean).join(' · ') || undefined}
    >
      <p>{t('error.text')}</p>
    </StateBlock>
  );
}

function Refused({ code, wayOut, isPage }: Pick<FailureProps, 'wayOut' | 'isPage'> & { code: string }) {
  const t = useWords('states');
  const here = useHere();
  const start = (
    <Link to="/$lang/" params={here}>
      {t('toStart')}
    </Link>
  );
  return (
    <StateBlock isPage={isPage} kind="error" title={t('refused.title')} actions={wayOut ?? start} reference={code}>
      <p>{t('refused.text')}</p>
    </StateBlock>
  );
}
