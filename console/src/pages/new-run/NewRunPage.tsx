import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, ApiError } from '../../api/client';
import { CommandLine } from '../../components/CommandLine';
import { Icon } from '../../components/Icon';
import { Notice } from '../../components/Notice';
import { PageTitle } from '../../components/PageTitle';
import { useAlgorithms, useEnvironments } from '../../hooks/useCatalogs';
import { useRunFields } from '../../hooks/useRunFields';
import { commandLineOf } from '../../lib/commandLine';
import { checkForm, placeErrors, withChoice, withField, type RunForm } from '../../lib/runForm';
import { misfit } from '../../lib/spaces';
import { HowPanel } from './HowPanel';
import { WhatPanel } from './WhatPanel';
import { WhoPanel } from './WhoPanel';
import styles from './NewRunPage.module.css';

export function NewRunPage() {
  const form = useSearch({ from: '/new' });
  const navigate = useNavigate({ from: '/new' });
  const environments = useEnvironments();
  const algorithms = useAlgorithms();
  const fields = useRunFields();
  const [refused, setRefused] = useState<Record<string, string>>({});

  const environment = form.env
    ? environments.data?.find((known) => known.id === form.env)
    : (environments.data?.find((known) => known.id === fields.env?.default) ?? environments.data?.[0]);
  const algorithm = form.algo
    ? algorithms.data?.find((known) => known.id === form.algo)
    : algorithms.data?.find((known) => !environment || misfit(known, environment) === null);
  const checked = checkForm(form, environment, algorithm, fields);
  const loaded = environments.data !== undefined && algorithms.data !== undefined;
  const errors = loaded ? { ...refused, ...checked.errors } : {};

  const change = (next: RunForm) => void navigate({ search: next, replace: true });
  const onField = (field: string, text: string) => {
    setRefused(({ [field]: _, ...others }) => others);
    change(withField(form, field, text));
  };
  const onChoice = (field: 'env' | 'algo', id: string) => {
    setRefused({});
    change(withChoice(form, field, id));
  };

  const submit = useMutation({
    mutationFn: api.submit,
    onSuccess: (run) => navigate({ to: '/runs/$runId', params: { runId: run.run_id } }),
    onError: (error) => setRefused(error instanceof ApiError ? placeErrors(error.errors).fields : {}),
  });
  const rest = submit.error instanceof ApiError ? placeErrors(submit.error.errors).rest : [];
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (checked.request) submit.mutate(checked.request);
    else document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  const loadError = environments.error ?? algorithms.error;
  const wrong = Object.keys(checked.errors).length;

  return (
    <form className={styles.page} onSubmit={onSubmit} noValidate>
      <PageTitle title="New run" />
      {loadError && (
        <Notice kind="error" title="The daemon did not say what it offers" action={<Button size="xs" variant="default" onClick={() => { void environments.refetch(); void algorithms.refetch(); }}>Ask again</Button>}>
          {loadError.message}
        </Notice>
      )}
      {submit.error && (
        <Notice kind="error" title="The run was not started">
          <div>{submit.error.message}</div>
          {rest.map((sentence) => <div key={sentence}>{sentence}</div>)}
        </Notice>
      )}
      <div className={styles.columns}>
        <WhatPanel environments={environments.data ?? []} environment={environment} form={form} errors={errors} request={checked.request} onField={onField} onChoice={onChoice} />
        <WhoPanel algorithms={algorithms.data ?? []} algorithm={algorithm} environment={environment} form={form} errors={errors} onField={onField} onChoice={onChoice} />
        <HowPanel form={form} errors={errors} fields={fields} onField={onField} />
      </div>
      <footer className={styles.footer}>
        <div className={styles.command}>
          {checked.request ? <CommandLine text={commandLineOf(checked.request)} /> : loaded && (
            <span className={styles.wrong} role="status">{wrong === 1 ? 'One field needs' : `${wrong} fields need`} another value.</span>
          )}
        </div>
        <Button type="submit" size="sm" leftSection={<Icon name="play" size={14} />} loading={submit.isPending} disabled={!loaded} data-testid="new-run-submit">
          Start the run
        </Button>
      </footer>
    </form>
  );
}
