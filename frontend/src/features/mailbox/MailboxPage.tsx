import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ApiError } from '../../api/client';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { instant } from '../../lib/format';
import css from './Mailbox.module.css';
import { mailboxQuery, pageOfMessage, type MailboxRow } from './queries';

/** Every message that was sent, for the demo and for development: nothing leaves the house there. */
export function MailboxPage() {
  const t = useWords('mail');
  const { id }: { id?: string } = useParams({ strict: false });
  const mailbox = useQuery(mailboxQuery);
  if (mailbox.error instanceof ApiError && mailbox.error.status === 404) {
    return (
      <StateBlock isPage kind="empty" title={t('mailbox.none.title')}>
        <p>{t('mailbox.none.text')}</p>
      </StateBlock>
    );
  }
  const messages = mailbox.data?.items ?? [];
  const chosen = messages.find((message) => message.id === id) ?? (id ? undefined : messages[0]);
  return (
    <>
      <PageTitle>{t('mailbox.title')}</PageTitle>
      <p className={css.lead}>{t('mailbox.lead')}</p>
      {mailbox.isPending && <LoadingRows rows={4} />}
      {mailbox.isError && <Failure error={mailbox.error} retry={() => void mailbox.refetch()} />}
      {mailbox.data && messages.length === 0 && (
        <StateBlock kind="empty" title={t('mailbox.empty.title')}>
          <p>{t('mailbox.empty.text')}</p>
        </StateBlock>
      )}
      {messages.length > 0 && (
        <div className={css.columns}>
          <MessageList messages={messages} chosen={chosen?.id} />
          {chosen ? <Message key={chosen.id} message={chosen} /> : <p>{t('mailbox.gone')}</p>}
        </div>
      )}
    </>
  );
}

/** Newest first. The address names the message, so that it can be opened again. */
function MessageList({ messages, chosen }: { messages: MailboxRow[]; chosen: string | undefined }) {
  const t = useWords('mail');
  const here = useHere();
  const language = useLanguage();
  return (
    <nav aria-label={t('mailbox.list')}>
      <ol className={css.list}>
        {messages.map((message) => (
          <li key={message.id}>
            <Link
              to="/$lang/mailbox/$id"
              params={{ ...here, id: message.id }}
              resetScroll={false}
              aria-current={message.id === chosen ? 'true' : undefined}
            >
              <b lang={message.language || undefined}>{message.subject}</b>
              <span>{message.to}</span>
              {message.sentAt && <span className="ip-num">{instant(language, message.sentAt)}</span>}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Message({ message }: { message: MailboxRow }) {
  const t = useWords('mail');
  const language = useLanguage();
  return (
    <article className={css.message} aria-labelledby="subject">
      <h2 id="subject" lang={message.language || undefined}>
        {message.subject}
      </h2>
      <dl className={css.facts}>
        <div>
          <dt>{t('to')}</dt>
          <dd>{message.to}</dd>
        </div>
        {message.sentAt && (
          <div>
            <dt>{t('sent')}</dt>
            <dd className="ip-num">{instant(language, message.sentAt)}</dd>
          </div>
        )}
      </dl>
      {/* Nothing runs in there; a link opens a window of its own. */}
      <iframe
        className={css.frame}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        src={pageOfMessage(message.id)}
        title={t('mailbox.frame')}
      />
      <h3>{t('text')}</h3>
      <div className={css.text} tabIndex={0} role="region" aria-label={t('text')}>
        <pre lang={message.language || undefined}>{message.text}</pre>
      </div>
    </article>
  );
}
