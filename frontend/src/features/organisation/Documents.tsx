import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Failure } from '../../components/Failure';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { FileField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { useRemoval } from '../../components/forms/useRemoval';
import { LoadingRows } from '../../components/Loading';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { fileSize, instant } from '../../lib/format';
import { addDocument, documentAddress, removeDocument } from './calls';
import type { Document, DocumentKind } from './contract';
import { Done } from './Part';
import { documentsQuery, everythingOf } from './queries';
import { useOrganisation } from './useOrganisation';

/** What was handed in of one kind: fetching it, taking it back, handing in more. */
export function Documents({ kind, isBare = false }: { kind: DocumentKind; isBare?: boolean }) {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  const list = useQuery(documentsQuery(organisation.id));
  const removal = useRemoval({
    remove: (one: Document) => removeDocument(organisation.id, one.id),
    refresh: everythingOf(organisation.id),
    gone: ({ name }) => t('document.gone', { name }),
  });
  const columns = useColumns(may('accounts.documents.remove'), removal.ask);
  if (list.isPending) return <LoadingRows rows={2} />;
  if (!list.data) return <Failure error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data.items.filter((one) => one.kind === kind);
  return (
    <>
      <DataTable
        caption={t('evidence.title')}
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        empty={t('document.none')}
      />
      {removal.row && (
        <ConfirmPanel
          title={t('document.removeTitle', { name: removal.row.name })}
          confirm={t('document.remove')}
          {...removal.panel}
        >
          {t('document.removeText')}
        </ConfirmPanel>
      )}
      <Done text={removal.said} />
      {may('accounts.documents.add') && (
        <AddDocument key={rows.length} kind={kind} isBare={isBare} onDone={removal.say} />
      )}
    </>
  );
}

function useColumns(mayRemove: boolean, onRemove: (one: Document) => void): Column<Document>[] {
  const t = useWords('organisation');
  const language = useLanguage();
  const { organisation } = useOrganisation();
  return [
    {
      key: 'name',
      head: t('document.head.name'),
      cell: ({ id, name }) => (
        <a href={documentAddress(organisation.id, id)} download={name}>
          {name}
        </a>
      ),
    },
    { key: 'size', head: t('document.head.size'), isNumber: true, cell: ({ sizeBytes }) => fileSize(sizeBytes) },
    { key: 'at', head: t('document.head.at'), cell: ({ createdAt }) => instant(language, createdAt) },
    {
      key: 'acts',
      head: '',
      label: t('people.head.acts'),
      cell: (one) =>
        mayRemove && (
          <Button
            variant="default"
            size="xs"
            aria-label={t('document.removeName', { name: one.name })}
            onClick={() => onRemove(one)}
          >
            {t('document.remove')}
          </Button>
        ),
    },
  ];
}

interface AddDocumentProps {
  kind: DocumentKind;
  /** Part of what is around it, not a sheet of its own. */
  isBare: boolean;
  onDone: (said: string) => void;
}

function AddDocument({ kind, isBare, onDone }: AddDocumentProps) {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const queries = useQueryClient();
  const told = useRefusals();
  const form = useForm({
    initial: { file: null as File | null },
    check: ({ file }) => (file ? [] : [{ field: 'file', text: t('error.file') }]),
    send: async ({ file }) => {
      if (!file) return;
      onDone('');
      await told(addDocument(organisation.id, kind, file), { file: 'file', too_many_documents: 'file' });
      onDone(t('document.done', { name: file.name }));
      await queries.invalidateQueries({ queryKey: everythingOf(organisation.id) });
    },
  });
  return (
    <Form form={form} isBare={isBare} label={t(`document.add.${kind}`)}>
      <FileField
        {...form.field('file')}
        label={t(`document.add.${kind}`)}
        hint={t('document.hint')}
        accept="application/pdf,image/png,image/jpeg"
      />
      <FormActions>
        <SubmitButton isBusy={form.isBusy} variant="default">
          {t('document.send')}
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
