import { useId, type ReactNode } from 'react';
import { ButtonLink } from '../../components/ButtonLink';
import { PagedRows, type PagedRowsProps } from '../../components/PagedRows';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import css from './Organisation.module.css';

/** One part of a page under its heading. */
export function Part({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={css.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lead && <p className={css.lead}>{lead}</p>}
      {children}
    </section>
  );
}

/** A list that comes in pages, as it stands in a part. */
export function Paged<Row>({ list, empty, children }: PagedRowsProps<Row>) {
  return (
    <PagedRows list={list} empty={<p className={css.none}>{empty}</p>} moreClassName={css.more}>
      {children}
    </PagedRows>
  );
}

/** A part that this person may not see: which standing they have, and whom to ask. */
export function NotForYou() {
  const t = useWords('organisation');
  const here = useHere();
  const session = useSession();
  const organisation = session?.organisation;
  return (
    <StateBlock
      kind="forbidden"
      title={t('forbidden.title')}
      actions={
        <ButtonLink variant="default" to="/$lang/organisation/people" params={here}>
          {t('forbidden.people')}
        </ButtonLink>
      }
    >
      <p>
        {t('forbidden.text', {
          name: session?.person?.name ?? '',
          organisation: organisation?.name ?? '',
          standing: organisation?.standing ? t(`standing.${organisation.standing}`) : '–',
        })}
      </p>
    </StateBlock>
  );
}

/** Why a press did not work, where it was made. */
export function Fault({ text }: { text: string | undefined }) {
  return (
    <p role="alert" className={css.problem}>
      {text}
    </p>
  );
}

/** That a press worked, where it was made. */
export function Done({ text }: { text: ReactNode }) {
  return (
    <p role="status" className={css.done}>
      {text}
    </p>
  );
}
