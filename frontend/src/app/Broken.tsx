import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { StateBlock } from '../components/StateBlock';
import { useIsConnected } from '../hooks/useConnection';
import { useWords } from '../hooks/useLanguage';

/** The page itself failed, or its code could not be fetched after a new release. Loading it again mends both. */
export function Broken({ error }: ErrorComponentProps) {
  const t = useWords('states');
  const connected = useIsConnected();
  if (!connected) {
    return (
      <StateBlock
        isPage
        kind="offline"
        title={t('offline.title')}
        actions={<Button onClick={() => window.location.reload()}>{t('tryAgain')}</Button>}
      >
        <p>{t('offline.page')}</p>
      </StateBlock>
    );
  }
  return (
    <StateBlock
      isPage
      kind="error"
      title={t('broken.title')}
      actions={<Button onClick={() => window.location.reload()}>{t('broken.reload')}</Button>}
      reference={error instanceof Error ? error.name : undefined}
    >
      <p>{t('broken.text')}</p>
    </StateBlock>
  );
}
