import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../hooks/useLanguage';
import css from './Forms.module.css';
import { Panel } from './Panel';

interface ConfirmPanelProps {
  /** The question, which names the thing. */
  title: string;
  /** What will happen, and what will not. */
  children: ReactNode;
  /** The act in a word or two; never "OK". */
  confirm: string;
  onConfirm: () => void;
  onCancel: () => void;
  isBusy?: boolean;
  /** Why it did not work, after a try. */
  error?: string | undefined;
  /** It takes something away: the button is red. */
  isDestructive?: boolean;
}

/**
 * Asks before something that cannot be taken back, in the page and beside the thing, not in a window on top. It takes the focus when
 * it opens; Escape leaves it. The page puts the focus back on what opened it.
 */
export function ConfirmPanel(props: ConfirmPanelProps) {
  const { title, children, confirm, onConfirm, onCancel, isBusy = false, error, isDestructive = true } = props;
  const t = useWords('forms');
  return (
    <Panel title={title} onCancel={onCancel} className={css.confirm} isDestructive={isDestructive}>
      <p>
        <b>{title}</b>
      </p>
      <div>{children}</div>
      {error && (
        <p className={css.fieldError} role="alert">
          {error}
        </p>
      )}
      <div className={css.actions}>
        <Button color={isDestructive ? 'brick' : undefined} loading={isBusy} onClick={onConfirm}>
          {confirm}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </Panel>
  );
}
