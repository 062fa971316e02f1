import { useId, useRef, useState, type FormEvent } from 'react';
import { repeatedAfterSignIn } from '../../hooks/useReauthentication';
import { useFaultTexts, type Fault } from './faults';
import { useDraft } from './useDraft';

type FieldValue = string | boolean | File | null;
export type FormValues = Record<string, FieldValue>;
/** A field may hold more than what it began with: `false` may become true, and no file a file. */
type Wide<Value> = Value extends boolean ? boolean : Value extends string ? string : File | null;

interface FormOptions<Values extends FormValues> {
  initial: Values;
  /** Sends the values. What it throws is told beside the fields that the error names, and summed on top. */
  send: (values: Values) => Promise<unknown>;
  /** What can be said without asking the server. Empty means: send. */
  check?: (values: Values) => Fault[];
  /** Where unsent text is kept in this tab; see useDraft. */
  draft?: string;
}

/** What a field component needs to know: spread it, `<TextField {...form.field('name')} label={…} />`. */
export interface FieldState<Value> {
  id: string;
  name: string;
  value: Value;
  onChange: (value: Value) => void;
  error: string | undefined;
}

export interface FormState<Values extends FormValues> {
  values: Values;
  set: (changed: Partial<Values>) => void;
  field: <Name extends keyof Values & string>(name: Name) => FieldState<Wide<Values[Name]>>;
  faults: Fault[];
  /** Says something that did not come from sending, or nothing: `report([])`. */
  report: (faults: Fault[]) => void;
  reset: (values?: Values) => void;
  isBusy: boolean;
  submit: (event?: FormEvent) => void;
  id: string;
  /** Counts the refusals, so that the summary takes the focus at each of them. */
  refusals: number;
}

/**
 * Values, faults and sending of one form. What was typed stays whatever the server says; a field loses its fault as soon as it is
 * changed; a second press while the first is under way does nothing.
 */
export function useForm<Values extends FormValues>(options: FormOptions<Values>): FormState<Values> {
  const { initial, send, check, draft = '' } = options;
  const id = useId();
  const textsOf = useFaultTexts();
  const [values, setValues, dropDraft] = useDraft(draft, initial);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [refusals, setRefusals] = useState(0);
  const [isBusy, setIsBusy] = useState(false);
  const underWay = useRef(false);

  function set(changed: Partial<Values>) {
    setValues({ ...values, ...changed });
    setFaults((known) => known.filter(({ field }) => !(field in changed)));
  }
  function refuse(found: Fault[]) {
    setFaults(found);
    if (found.length > 0) setRefusals((count) => count + 1);
  }
  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (underWay.current) return;
    const found = check?.(values) ?? [];
    refuse(found);
    if (found.length > 0) return;
    underWay.current = true;
    setIsBusy(true);
    repeatedAfterSignIn(() => send(values))
      .then(dropDraft)
      .catch((error: unknown) => refuse(textsOf(error, Object.keys(initial))))
      .finally(() => {
        underWay.current = false;
        setIsBusy(false);
      });
  }
  return {
    values,
    set,
    faults,
    report: refuse,
    reset: (next = initial) => {
      setValues(next);
      dropDraft();
      setFaults([]);
    },
    isBusy,
    submit,
    id,
    refusals,
    field: (name) => ({
      id: fieldId(id, name),
      name,
      value: values[name] as unknown as Wide<Values[typeof name]>,
      onChange: (value) => set({ [name]: value } as unknown as Partial<Values>),
      error: faults.find(({ field }) => field === name)?.text,
    }),
  };
}

export function fieldId(form: string, name: string): string {
  return `${form}${name}`;
}
