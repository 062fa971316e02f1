import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconLink } from '@tabler/icons-react';
import { useWords } from '../../hooks/useLanguage';

const SHOWN_MILLISECONDS = 6000;

/** The address of the record for a mail or a chat; the button itself says that it worked. */
export function CopyLink() {
  const t = useWords('record');
  const clipboard = useClipboard({ timeout: SHOWN_MILLISECONDS });
  const Icon = clipboard.copied ? IconCheck : IconLink;
  return (
    <Button
      variant="default"
      leftSection={<Icon size={18} aria-hidden />}
      onClick={() => clipboard.copy(window.location.href)}
    >
      <span role="status">{clipboard.copied ? t('copied') : t('copyLink')}</span>
    </Button>
  );
}
