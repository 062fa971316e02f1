import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiError } from '../../api/client';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { DefinitionRows } from '../../components/forms/DefinitionRows';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { instant } from '../../lib/format';
import { Answer, OtherAccount, SignFirst } from './Answer';
import css from './Invitation.module.css';
import { seenInvitationQuery, type SeenInvitation } from './queries';

/** /invitations/…: what is offered by whom to which address, and the answer to it. */
export function InvitationPage() {
  const { token = '' } = useParams({ strict: false }) as { token?: string };
  const session = useSession();
  const { data, error, refetch } = useQuery(seenInvitationQuery(useLanguage(), token));
  if (data && session) return <Seen invitation={data} token={token} />;
  if (error instanceof ApiError && error.status === 404) return <Unknown />;
  if (error) return <Failure isPage error={error} retry={() => void refetch()} />;
  return <LoadingPage />;
}

/** A link of ours that opens nothing: mistyped, or an older one of an invitation that was sent again. */
function Unknown() {
  const t = useWords('invitations');
  const shell = useWords('shell');
  const here = useHere();
  const isVisitor = !useSession()?.person;
  return (
    <StateBlock
      isPage
      kind="nothingFound"
      title={t('unknown.title')}
      actions={
        isVisitor ? (
          <ButtonLink
            variant="default"
            to="/$lang/sign-in"
            params={here}
            search={{ next: `/${here.lang}/organisations` }}
          >
            {shell('signIn')}
          </ButtonLink>
        ) : (
          <ButtonLink variant="default" to="/$lang/organisations" params={here}>
            {t('toOrganisations')}
          </ButtonLink>
        )
      }
    >
      <p>{t('unknown.text')}</p>
    </StateBlock>
  );
}

function Seen({ invitation, token }: { invitation: SeenInvitation; token: string }) {
  const t = useWords('invitations');
  const here = useHere();
  const { organisation, state } = invitation;
  if (state === 'open') return <Open invitation={invitation} token={token} />;
  const isMember = state === 'accepted' && invitation.isMine;
  return (
    <StateBlock
      isPage
      kind={state === 'accepted' ? 'done' : 'empty'}
      title={t(`closed.${state}`, { name: organisation.name })}
      actions={
        <ButtonLink variant="default" to="/$lang/organisations" params={here}>
          {t('toOrganisations')}
        </ButtonLink>
      }
    >
      <p>{t(isMember ? 'closed.mine' : `closed.${state}.text`, { name: organisation.name })}</p>
    </StateBlock>
  );
}

function Open({ invitation, token }: { invitation: SeenInvitation; token: string }) {
  const t = useWords('invitations');
  const o = useWords('organisation');
  const language = useLanguage();
  const session = useSession();
  const { organisation, role, address, expiresAt } = invitation;
  return (
    <div className={css.page}>
      <PageTitle>{t('title', { name: organisation.name })}</PageTitle>
      <p className={css.lead}>{t('lead')}</p>
      <div className={css.sheet}>
        <DefinitionRows
          rows={[
            { term: t('organisation'), value: <b>{organisation.name}</b> },
            {
              term: t('role'),
              value: (
                <>
                  {o(`role.${role}`)}
                  <span className={css.quiet}>{o(`role.${role}.text`)}</span>
                </>
              ),
            },
            { term: t('address'), value: address },
            { term: t('until'), value: instant(language, expiresAt) },
          ]}
        />
        {!session?.person && <SignFirst address={address} />}
        {session?.person && !invitation.isMine && <OtherAccount invitation={invitation} />}
        {session?.person && invitation.isMine && <Answer invitation={invitation} token={token} />}
      </div>
    </div>
  );
}
